// SPDX-License-Identifier: Apache-2.0
#include "chaincode/devpeer/planner.hpp"

#include <algorithm>
#include <bit>

#include "chaincode/devpeer/simulator.hpp"

namespace tradelane::devpeer {
namespace {

constexpr std::size_t most_organisations = 16;

void add_key_policies(std::vector<Policy>& out, const Store& store, const ReadWriteSet& set) {
  for (const auto& [key, write] : set.writes) {
    const auto stored = store.find({"", set.chaincode, "", key});
    if (!stored) continue;
    const auto own = stored->metadata.find("VALIDATION_PARAMETER");
    if (own == stored->metadata.end()) continue;
    if (auto policy = Policy::decode(own->second)) out.push_back(std::move(*policy));
  }
}

bool all_hold(const std::vector<Policy>& policies, const std::vector<std::string>& orgs) {
  return std::all_of(policies.begin(), policies.end(),
                     [&](const Policy& policy) { return policy.satisfied_by(orgs); });
}

}  // namespace

std::vector<std::string> written_collections(const ReadWriteSet& set) {
  std::vector<std::string> out;
  for (const auto& [collection, hashed] : set.hashed)
    if (!hashed.writes.empty()) out.push_back(collection);
  return out;
}

std::optional<std::vector<std::string>> plan_endorsers(const PlanRequest& request,
                                                       const ChannelRules& rules,
                                                       const Store& store) {
  std::vector<Policy> policies{rules.policies.at(request.set.chaincode)};
  std::vector<std::string> others;
  const auto collections = written_collections(request.set);
  for (const std::string& collection : collections)
    policies.push_back(Policy::signed_by(std::string(implicit_member(collection))));
  add_key_policies(policies, store, request.set);
  for (const std::string& msp : rules.organisations) {
    const bool member_of_all =
        std::all_of(collections.begin(), collections.end(),
                    [&](const std::string& name) { return implicit_member(name) == msp; });
    if (msp != request.own && (!request.has_transient || member_of_all)) others.push_back(msp);
  }
  if (others.size() > most_organisations) return std::nullopt;
  std::optional<std::vector<std::string>> best;
  for (std::uint32_t bits = 0; bits < (1U << others.size()); ++bits) {
    if (best && static_cast<std::size_t>(std::popcount(bits)) + 1 >= best->size()) continue;
    std::vector<std::string> orgs{request.own};
    for (std::size_t i = 0; i < others.size(); ++i)
      if ((bits >> i & 1U) != 0) orgs.push_back(others[i]);
    if (all_hold(policies, orgs)) best = std::move(orgs);
  }
  return best;
}

}  // namespace tradelane::devpeer
