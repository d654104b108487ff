// SPDX-License-Identifier: Apache-2.0
#include "chaincode/devpeer/difference.hpp"

#include <algorithm>

namespace tradelane::devpeer {
namespace {

/// How much of what stands before and behind the byte is shown.
constexpr std::ptrdiff_t context = 24;

std::string around(const Bytes& bytes, std::ptrdiff_t at) {
  const std::ptrdiff_t size = std::ssize(bytes);
  const std::ptrdiff_t from = std::max<std::ptrdiff_t>(0, at - context);
  const std::ptrdiff_t to = std::min(size, at + context);
  std::string out;
  for (std::ptrdiff_t i = from; i < to; ++i) {
    const char c = bytes[static_cast<std::size_t>(i)];
    const bool is_plain = c >= ' ' && c <= '~' && c != '\\' && c != '"';
    out += is_plain ? std::string(1, c) : "\\x" + to_hex(Bytes(1, c));
  }
  return (from > 0 ? "…\"" : "\"") + out + (to < size ? "\"…" : "\"");
}

std::string first_byte(const std::string& what, const Bytes& a, const Bytes& b) {
  const auto at = std::mismatch(a.begin(), a.end(), b.begin(), b.end()).first - a.begin();
  return what + " from byte " + std::to_string(at) + ": " + around(a, at) + " against " +
         around(b, at);
}

std::string key_text(const ReadWriteSet& set, const std::string& key) {
  return "key " + to_hex(key) + " of " + set.chaincode;
}

std::optional<std::string> write_difference(const ReadWriteSet& a, const ReadWriteSet& b) {
  for (const auto& [key, write] : a.writes) {
    const auto at = b.writes.find(key);
    if (at == b.writes.end()) return key_text(a, key) + " is written once only";
    if (at->second != write)
      return first_byte("the value of " + key_text(a, key), write.value, at->second.value);
  }
  for (const auto& [key, write] : b.writes)
    if (!a.writes.contains(key)) return key_text(b, key) + " is written once only";
  for (const auto& [key, version] : a.reads)
    if (!b.reads.contains(key)) return key_text(a, key) + " is read once only";
  for (const auto& [key, version] : b.reads)
    if (!a.reads.contains(key)) return key_text(b, key) + " is read once only";
  for (const auto& [collection, hashed] : a.hashed) {
    const auto at = b.hashed.find(collection);
    if (at == b.hashed.end() || at->second.writes != hashed.writes)
      return "what is written into collection " + collection + " of " + a.chaincode;
  }
  return std::nullopt;
}

std::optional<std::string> set_difference(const ReadWriteSets& a, const ReadWriteSets& b) {
  for (std::size_t i = 0; i < a.size() || i < b.size(); ++i) {
    if (i >= a.size() || i >= b.size() || a[i].chaincode != b[i].chaincode)
      return "which chaincodes were called";
    if (auto found = write_difference(a[i], b[i])) return found;
  }
  return std::nullopt;
}

}  // namespace

std::optional<std::string> describe_difference(const PeerResponse& a, const PeerResponse& b) {
  if (a.payload == b.payload && a.clear == b.clear) return std::nullopt;
  const std::string begin =
      "ProposalResponsePayloads do not match: two runs of the same proposal differ, in ";
  if (a.response != b.response) return begin + first_byte("the response", a.response, b.response);
  if (const auto found = set_difference(a.sets, b.sets)) return begin + *found;
  if (a.payload == b.payload) return begin + "private values";
  return begin + first_byte("the payload", a.payload, b.payload);
}

}  // namespace tradelane::devpeer
