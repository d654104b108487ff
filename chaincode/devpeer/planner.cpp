// SPDX-License-Identifier: Apache-2.0
#include "chaincode/devpeer/planner.hpp"

#include <algorithm>
#include <bit>

namespace tradelane::devpeer {
namespace {

// Where a peer looks for a chaincode that is not defined; it belongs to no member.
constexpr const char* no_chaincode = "lscc";

/// What the endorsers of a set must satisfy.
struct Demands {
  std::set<std::string> chaincodes = {};
  std::set<CollectionName> collections = {};
  std::vector<Policy> keys = {};
  bool impossible = false;
};

/// Whether the stored value has a policy of its own; it is demanded then.
bool has_own_policy(const std::optional<Stored>& stored, Demands& demands) {
  if (!stored) return false;
  const auto own = stored->metadata.find("VALIDATION_PARAMETER");
  if (own == stored->metadata.end()) return false;
  if (auto policy = Policy::decode(own->second)) {
    demands.keys.push_back(std::move(*policy));
  } else {
    demands.impossible = true;
  }
  return true;
}

template <class Writes, class Metadata>
std::set<typename Writes::key_type> touched(const Writes& writes, const Metadata& metadata) {
  std::set<typename Writes::key_type> out;
  for (const auto& [key, write] : writes) out.insert(key);
  for (const auto& [key, entries] : metadata) out.insert(key);
  return out;
}

void add_demands(const ReadWriteSet& set, const Store& store, Demands& out) {
  for (const std::string& key : touched(set.writes, set.metadata))
    if (!has_own_policy(store.find({"", set.chaincode, "", key}), out))
      out.chaincodes.insert(set.chaincode);
  for (const auto& [collection, hashed] : set.hashed)
    for (const Bytes& key : touched(hashed.writes, hashed.metadata))
      if (!has_own_policy(store.find_hashed({"", set.chaincode, collection, key}), out))
        out.collections.emplace(set.chaincode, collection);
  if (!set.writes_something()) out.chaincodes.insert(set.chaincode);
}

Demands demands_of(const PlanRequest& request, const Store& store) {
  Demands out{.collections = request.private_reads};
  bool is_empty = true;
  for (const ReadWriteSet& set : request.sets) {
    if (set.chaincode == no_chaincode) continue;
    is_empty = false;
    add_demands(set, store, out);
  }
  if (is_empty) out.chaincodes.insert(request.chaincode);
  return out;
}

/// One for each thing that is demanded. Absent when something was undefined since.
std::optional<std::vector<Policy>> policies_for(const Demands& demands, const ChannelRules& rules) {
  std::vector<Policy> out = demands.keys;
  std::set<std::string> chaincodes = demands.chaincodes;
  for (const auto& [chaincode, name] : demands.collections) {
    const auto collection = rules.collection(chaincode, name);
    if (!collection) return std::nullopt;
    if (collection->endorsement) {
      out.push_back(*collection->endorsement);
    } else {
      chaincodes.insert(chaincode);
    }
  }
  for (const std::string& name : chaincodes) out.push_back(rules.chaincodes.at(name).policy);
  return out;
}

bool is_member(const std::string& msp, const std::set<CollectionName>& of,
               const ChannelRules& rules) {
  return std::all_of(of.begin(), of.end(), [&](const CollectionName& name) {
    const auto collection = rules.collection(name.first, name.second);
    return collection && collection->has_member(msp);
  });
}

bool all_hold(const std::vector<Policy>& policies, const std::vector<std::string>& orgs) {
  return std::all_of(policies.begin(), policies.end(),
                     [&](const Policy& policy) { return policy.satisfied_by(orgs); });
}

/// Every set of `orgs` that satisfies all policies and has no smaller one within, smallest first.
std::vector<std::vector<std::string>> enough(const std::vector<Policy>& policies,
                                             const std::vector<std::string>& orgs) {
  std::vector<std::uint32_t> found;
  std::vector<std::vector<std::string>> out;
  for (int size = 1; size <= static_cast<int>(orgs.size()); ++size)
    for (std::uint32_t bits = 1; bits < (1U << orgs.size()); ++bits) {
      if (std::popcount(bits) != size) continue;
      if (std::any_of(found.begin(), found.end(),
                      [&](std::uint32_t smaller) { return (smaller & bits) == smaller; }))
        continue;
      std::vector<std::string> set;
      for (std::size_t i = 0; i < orgs.size(); ++i)
        if ((bits >> i & 1U) != 0) set.push_back(orgs[i]);
      if (!all_hold(policies, set)) continue;
      found.push_back(bits);
      out.push_back(std::move(set));
    }
  return out;
}

}  // namespace

std::string why_no_plan(const PlanRequest& request, const Store& store) {
  return demands_of(request, store).impossible
             ? "state based endorsement policy cannot be satisfied"
             : "no peer combination can satisfy the endorsement policy";
}

std::vector<std::string> protected_collections(const PlanRequest& request, const Store& store) {
  std::set<std::string> out;
  for (const CollectionName& name : demands_of(request, store).collections)
    if (!request.private_reads.contains(name)) out.insert(name.second);
  return {out.begin(), out.end()};
}

std::optional<std::vector<std::string>> plan_endorsers(const PlanRequest& request,
                                                       const ChannelRules& rules,
                                                       const Store& store) {
  const Demands demands = demands_of(request, store);
  if (demands.impossible) return std::nullopt;
  const auto policies = policies_for(demands, rules);
  if (!policies) return std::nullopt;
  const auto& closed = request.has_transient ? demands.collections : request.private_reads;
  std::vector<std::string> orgs;
  for (const std::string& msp : rules.organisations)
    if (is_member(msp, closed, rules))
      orgs.insert(msp == request.own ? orgs.begin() : orgs.end(), msp);
  if (orgs.size() > most_organisations) return std::nullopt;
  const auto sets = enough(*policies, orgs);
  const auto with_own = std::find_if(sets.begin(), sets.end(),
                                     [&](const auto& set) { return set.front() == request.own; });
  if (with_own != sets.end()) return *with_own;
  return sets.empty() ? std::nullopt : std::optional(sets.front());
}

}  // namespace tradelane::devpeer
