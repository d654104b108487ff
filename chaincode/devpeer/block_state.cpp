// SPDX-License-Identifier: Apache-2.0
#include "chaincode/devpeer/block_state.hpp"

#include <algorithm>

#include "proto/peer/transaction.pb.h"

namespace tradelane::devpeer {
namespace {

std::optional<Version> version_of(const std::optional<Stored>& stored) {
  return stored ? std::optional(stored->version) : std::nullopt;
}

}  // namespace

std::optional<Stored> BlockState::value(const Place& place) const {
  const auto at = commit_.values.find(place);
  return at != commit_.values.end() ? at->second : store_.find(place);
}

std::optional<Stored> BlockState::hashed(const Place& place) const {
  const auto at = commit_.hashed.find(place);
  return at != commit_.hashed.end() ? at->second : store_.find_hashed(place);
}

// Also when it was deleted without ever being there: a later read in the block conflicts.
bool BlockState::was_written(const Place& place) const {
  return (place.collection.empty() ? commit_.values : commit_.hashed).contains(place);
}

bool BlockState::is_unchanged(const std::string& chaincode, const RangeRead& range) const {
  const Place first{.org = {}, .chaincode = chaincode, .collection = {}, .key = range.start};
  // Without exhaustion the last key seen belongs to the range.
  const std::string end = range.exhausted ? range.end : range.end + '\0';
  if (!range.exhausted && range.rows.empty()) return true;  // nothing was ever taken from it
  std::map<std::string, Version> now;
  // One row more than were seen decides; changed rows may hide as many as were changed.
  const std::size_t limit = range.rows.size() + 1 + commit_.values.size();
  for (const StoredRow& row : store_.range(first, end, limit)) now[row.key] = row.stored.version;
  for (auto at = commit_.values.lower_bound(first); at != commit_.values.end(); ++at) {
    const auto& [place, stored] = *at;
    if (!place.org.empty() || place.chaincode != chaincode || !place.collection.empty() ||
        (!end.empty() && place.key >= end))
      break;
    if (stored) {
      now[place.key] = stored->version;
    } else {
      now.erase(place.key);
    }
  }
  return std::equal(
      now.begin(), now.end(), range.rows.begin(), range.rows.end(),
      [](const auto& a, const auto& b) { return a.first == b.first && a.second == b.second; });
}

int BlockState::check_reads(const ReadWriteSet& set) const {
  for (const auto& [key, version] : set.reads) {
    const Place place{"", set.chaincode, "", key};
    if (was_written(place) || version_of(value(place)) != version)
      return protos::MVCC_READ_CONFLICT;
  }
  for (const RangeRead& range : set.ranges)
    if (!is_unchanged(set.chaincode, range)) return protos::PHANTOM_READ_CONFLICT;
  for (const auto& [collection, part] : set.hashed)
    for (const auto& [key, version] : part.reads) {
      const Place place{"", set.chaincode, collection, key};
      if (was_written(place) || version_of(hashed(place)) != version)
        return protos::MVCC_READ_CONFLICT;
    }
  return protos::VALID;
}

}  // namespace tradelane::devpeer
