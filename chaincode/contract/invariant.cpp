// SPDX-License-Identifier: Apache-2.0
#include "chaincode/contract/invariant.hpp"

namespace tradelane::contract {

ChangeSet::ChangeSet(const ledger::Changes& changes, const ledger::Reader& ledger)
    : changes_(changes), ledger_(ledger) {
  items_.reserve(changes.writes().size());
  for (const auto& [place, write] : changes.writes()) {
    if (!place.collection.empty()) continue;
    auto split = ledger::split_key(place.key);
    if (!split) continue;
    const bool is_put = write.kind == ledger::Changes::Kind::put;
    items_.push_back({.key = &place.key,
                      .type = std::move(split->first),
                      .parts = std::move(split->second),
                      .value = is_put ? &write.value : nullptr});
  }
}

}  // namespace tradelane::contract
