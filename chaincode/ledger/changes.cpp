// SPDX-License-Identifier: Apache-2.0
#include "chaincode/ledger/changes.hpp"

namespace tradelane::ledger {

void Changes::write(Place place, Write write) {
  if (place.key.empty()) throw Fault("a write needs a key");
  if (write.kind == Kind::put && write.value.empty())
    throw Fault("Fabric takes an empty value for a delete");
  if (write.kind != Kind::put && policies_.contains(place))
    throw Fault("a key that is deleted loses its policy");
  if (!writes_.emplace(std::move(place), std::move(write)).second)
    throw Fault("one transaction writes a key twice");
}

void Changes::endorse(Place place, EndorsementPolicy policy) {
  if (place.key.empty()) throw Fault("a policy needs a key");
  const auto written = writes_.find(place);
  if (written != writes_.end() && written->second.kind != Kind::put)
    throw Fault("a key that is deleted loses its policy");
  if (!policies_.emplace(std::move(place), std::move(policy)).second)
    throw Fault("one transaction gives a key two policies");
}

Changes Changes::merge(Changes other) && {
  for (auto& [place, change] : other.writes_) write(place, std::move(change));
  for (auto& [place, policy] : other.policies_) endorse(place, std::move(policy));
  for (Entry& entry : other.entries_) entries_.push_back(std::move(entry));
  return std::move(*this);
}

void Changes::set_event(std::string name, Bytes payload) {
  event_name_ = std::move(name);
  event_payload_ = std::move(payload);
}

std::optional<Entry> Changes::answer() const {
  if (!entries_.empty()) return entries_.front();
  return repeated_;
}

}  // namespace tradelane::ledger
