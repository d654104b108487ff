// SPDX-License-Identifier: Apache-2.0
#include "chaincode/shim/read_cache.hpp"

namespace tradelane::shim {
namespace {

/// What a node of the map costs besides key and value.
constexpr std::size_t node_bytes = 96;

/// A collection's name holds no U+0000, so two places never look the same.
std::string name_of_place(const StatePlace& place) {
  std::string out;
  out.reserve(place.collection.size() + 1 + place.key.size());
  return out.append(place.collection).append(1, '\0').append(place.key);
}

}  // namespace

std::optional<std::string_view> ReadCache::find(const StatePlace& place) const {
  if (values_.empty()) return std::nullopt;
  const auto at = values_.find(name_of_place(place));
  if (at == values_.end()) return std::nullopt;
  return at->second.value;
}

bool ReadCache::keep(const StatePlace& place, std::string_view value, const PeerMessage& answer) {
  const std::size_t size = node_bytes + place.collection.size() + place.key.size() + value.size();
  if (bytes_ + size > capacity_) return false;
  if (!values_.emplace(name_of_place(place), Kept{value, answer}).second) return false;
  bytes_ += size;
  return true;
}

}  // namespace tradelane::shim
