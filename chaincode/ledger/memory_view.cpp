// SPDX-License-Identifier: Apache-2.0
#include "chaincode/ledger/memory_view.hpp"

namespace tradelane::ledger {

std::optional<Bytes> MemoryView::get(std::string_view key) { return get_private("", key); }

std::vector<std::optional<Bytes>> MemoryView::get_all(const std::vector<std::string>& keys) {
  std::vector<std::optional<Bytes>> out;
  for (const std::string& key : keys) out.push_back(get(key));
  return out;
}

void MemoryView::range(std::string_view start, std::string_view end, const Visit& visit) {
  const Changes::Place first{"", std::string(start)};
  for (auto at = state_.lower_bound(first); at != state_.end(); ++at) {
    if (!at->first.collection.empty() || at->first.key >= end) return;
    if (!visit(at->first.key, at->second)) return;
  }
}

std::optional<Bytes> MemoryView::get_private(std::string_view collection, std::string_view key) {
  const auto at = state_.find({std::string(collection), std::string(key)});
  if (at == state_.end()) return std::nullopt;
  return at->second;
}

void MemoryView::apply(const Changes& changes) {
  for (const auto& [place, write] : changes.writes()) {
    if (write.kind == Changes::Kind::put) {
      state_.insert_or_assign(place, write.value);
    } else {
      state_.erase(place);
      policies_.erase(place);
    }
  }
  // As on a peer: a policy of a key that does not exist is dropped.
  for (const auto& [place, policy] : changes.policies())
    if (state_.contains(place)) policies_.insert_or_assign(place, policy);
}

}  // namespace tradelane::ledger
