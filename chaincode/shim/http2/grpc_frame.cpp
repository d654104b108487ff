// SPDX-License-Identifier: Apache-2.0
#include "chaincode/shim/http2/grpc_frame.hpp"

#include <algorithm>

namespace tradelane::shim::http2 {
namespace {

// A length is only a claim: memory is taken as the bytes come in, beyond this much.
constexpr std::size_t trusted_reserve = 1024 * 1024;

std::size_t length_of(std::string_view head) {
  std::size_t length = 0;
  for (const char c : head.substr(1)) length = (length << 8U) | static_cast<unsigned char>(c);
  return length;
}

}  // namespace

Bytes frame_message(std::string_view message) {
  Bytes out;
  out.reserve(message.size() + 5);
  out.push_back('\0');
  for (int shift = 24; shift >= 0; shift -= 8)
    out.push_back(static_cast<char>((message.size() >> static_cast<unsigned>(shift)) & 0xFFU));
  return out.append(message);
}

MessageReader::Verdict MessageReader::feed(std::string_view bytes,
                                           const std::function<void(Bytes)>& deliver) {
  while (!bytes.empty()) {
    if (head_.size() < head_size) {
      const std::size_t take = std::min(head_size - head_.size(), bytes.size());
      head_.append(bytes.substr(0, take));
      bytes.remove_prefix(take);
      if (head_.size() < head_size) return Verdict::ok;
      if (head_[0] != '\0') return Verdict::compressed;
      expected_ = length_of(head_);
      if (expected_ > largest_) return Verdict::too_large;
      body_.reserve(std::min(expected_, trusted_reserve));
    }
    const std::size_t take = std::min(expected_ - body_.size(), bytes.size());
    body_.append(bytes.substr(0, take));
    bytes.remove_prefix(take);
    if (body_.size() < expected_) return Verdict::ok;
    head_.clear();
    Bytes message = std::move(body_);
    body_ = Bytes();
    deliver(std::move(message));
  }
  return Verdict::ok;
}

}  // namespace tradelane::shim::http2
