// SPDX-License-Identifier: Apache-2.0
#include "chaincode/devpeer/endorsement_check.hpp"

namespace tradelane::devpeer {
namespace {

constexpr const char* policy_entry = "VALIDATION_PARAMETER";

}  // namespace

std::vector<Place> places_of(const ReadWriteSet& set) {
  std::vector<Place> out;
  const auto add = [&](const std::string& collection, const auto& writes) {
    for (const auto& [key, write] : writes)
      out.push_back({.org = {}, .chaincode = set.chaincode, .collection = collection, .key = key});
  };
  add("", set.writes);
  add("", set.metadata);
  for (const auto& [collection, hashed] : set.hashed) {
    add(collection, hashed.writes);
    add(collection, hashed.metadata);
  }
  return out;
}

bool EndorsementCheck::holds(const ReadWriteSet& set, const std::set<Place>& changed_policies) {
  for (const Place& place : places_of(set))
    if (!key_holds(place, changed_policies)) return false;
  return checked_something_ || checked("", policy_);
}

bool EndorsementCheck::key_holds(const Place& place, const std::set<Place>& changed_policies) {
  // A policy that changes earlier in the same block decides about nothing: the later write fails.
  if (changed_policies.contains(place)) return false;
  const auto found = place.collection.empty() ? store_.find(place) : store_.find_hashed(place);
  if (found) {
    const auto own = found->metadata.find(policy_entry);
    if (own != found->metadata.end() && !own->second.empty()) {
      checked_something_ = true;
      const auto policy = Policy::decode(own->second);
      return policy && policy->satisfied_by(endorsers_);
    }
  }
  return place.collection.empty() ? checked("", policy_) : collection_holds(place.collection);
}

bool EndorsementCheck::collection_holds(const std::string& name) {
  const auto collection = rules_.collection(chaincode_, name);
  if (!collection) return false;
  return collection->endorsement ? checked(name, *collection->endorsement) : checked("", policy_);
}

bool EndorsementCheck::checked(const std::string& what, const Policy& policy) {
  checked_something_ = true;
  const auto [at, fresh] = results_.try_emplace(what, false);
  if (fresh) at->second = policy.satisfied_by(endorsers_);
  return at->second;
}

}  // namespace tradelane::devpeer
