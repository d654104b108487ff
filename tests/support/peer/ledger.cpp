// SPDX-License-Identifier: Apache-2.0
#include "tests/support/peer/ledger.hpp"

#include <algorithm>

#include "chaincode/crypto/digest.hpp"

namespace tradelane::test {
namespace {

constexpr std::string_view implicit_prefix = "_implicit_org_";

std::optional<std::uint64_t> version_now(const PeerNamespace& space, const PeerRead& read) {
  if (read.collection.empty()) return space.version_of(read.key);
  const auto data = space.private_data.find(read.collection);
  if (data == space.private_data.end()) return std::nullopt;
  const auto at = data->second.find(read.key);
  return at == data->second.end() ? std::nullopt : std::optional(at->second.version);
}

}  // namespace

std::optional<std::uint64_t> PeerNamespace::version_of(const std::string& key) const {
  if (!values.contains(key)) return std::nullopt;
  const auto at = versions.find(key);
  return at == versions.end() ? 0 : at->second;
}

std::optional<PeerCollection> PeerNamespace::collection(const std::string& name) const {
  if (const auto at = collections.find(name); at != collections.end()) return at->second;
  if (!name.starts_with(implicit_prefix)) return std::nullopt;
  return PeerCollection{.members = {name.substr(implicit_prefix.size())},
                        .member_only_read = false,
                        .member_only_write = false};
}

PeerVerdict PeerLedger::commit(const std::string& channel, const std::string& txid, Timestamp time,
                               const std::vector<PeerRead>& reads,
                               const std::vector<PeerWrite>& writes) {
  ++height_;
  const bool is_stale = std::any_of(reads.begin(), reads.end(), [&](const PeerRead& read) {
    return version_now(of(channel, read.chaincode), read) != read.version;
  });
  if (is_stale) return PeerVerdict::mvcc_read_conflict;
  // The last write of a key counts, and the history knows no other.
  std::set<std::pair<std::string, std::string>> in_history;
  for (auto at = writes.rbegin(); at != writes.rend(); ++at)
    if (at->collection.empty() && at->kind != PeerWrite::Kind::metadata &&
        in_history.emplace(at->chaincode, at->key).second)
      of(channel, at->chaincode)
          .history[at->key]
          .push_back({txid, at->value, time, at->value.empty()});
  // Values first: metadata of a key that the same transaction creates is kept.
  for (const bool metadata : {false, true})
    for (const PeerWrite& write : writes) {
      if ((write.kind == PeerWrite::Kind::metadata) != metadata) continue;
      PeerNamespace& space = of(channel, write.chaincode);
      write.collection.empty() ? apply_public(space, write) : apply_private(space, write);
    }
  return PeerVerdict::valid;
}

void PeerLedger::apply_public(PeerNamespace& space, const PeerWrite& write) const {
  if (write.kind == PeerWrite::Kind::metadata) {
    if (!space.values.contains(write.key)) return;
    space.metadata[write.key] = {{write.metakey, write.value}};
    space.versions[write.key] = height_;
  } else if (write.value.empty()) {
    space.values.erase(write.key);
    space.versions.erase(write.key);
    space.metadata.erase(write.key);
  } else {
    space.values[write.key] = write.value;
    space.versions[write.key] = height_;
  }
}

void PeerLedger::apply_private(PeerNamespace& space, const PeerWrite& write) const {
  auto& data = space.private_data[write.collection];
  if (write.kind == PeerWrite::Kind::metadata) {
    const auto at = data.find(write.key);
    if (at == data.end()) return;
    at->second.metadata = {{write.metakey, write.value}};
    at->second.version = height_;
  } else if (write.value.empty()) {
    data.erase(write.key);
  } else {
    PrivateEntry& entry = data[write.key];
    const auto collection = space.collection(write.collection);
    entry.value = collection && collection->is_here ? std::optional(write.value) : std::nullopt;
    entry.hash = crypto::sha256(write.value);
    entry.version = height_;
  }
}

}  // namespace tradelane::test
