// SPDX-License-Identifier: Apache-2.0
#include "chaincode/ledger/endorsement_policy.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "chaincode/ledger/policy_wire.hpp"

namespace tradelane::ledger {
namespace {

Error bad_policy(std::string why) {
  return refuse(Code::arg_malformed, "", "endorsement policy: " + std::move(why));
}

bool endorses(MspRole role) { return role == MspRole::member || role == MspRole::peer; }

Result<> check_shape(const EndorsementRule& rule, std::size_t depth, std::size_t& rules) {
  if (depth > EndorsementPolicy::most_depth) return bad_policy("too deep");
  if (++rules > EndorsementPolicy::most_rules) return bad_policy("too many rules");
  if (rule.principal) {
    if (rule.count != 0 || !rule.rules.empty()) return bad_policy("a signature with rules");
    if (rule.principal->msp.empty()) return bad_policy("a signature of no organisation");
    return Done{};
  }
  if (rule.rules.empty()) return bad_policy("nobody is asked");
  if (rule.count == 0) return bad_policy("none of the rules is asked for");
  if (rule.count > rule.rules.size()) return bad_policy("more is asked for than there are rules");
  for (const EndorsementRule& inner : rule.rules)
    if (auto good = check_shape(inner, depth + 1, rules); !good) return good;
  return Done{};
}

bool can_be_met(const EndorsementRule& rule) {
  if (rule.principal) return endorses(rule.principal->role);
  const auto met = std::count_if(rule.rules.begin(), rule.rules.end(), can_be_met);
  return static_cast<std::size_t>(met) >= rule.count;
}

void collect(const EndorsementRule& rule, std::set<MspId>& out) {
  if (rule.principal) out.insert(rule.principal->msp);
  for (const EndorsementRule& inner : rule.rules) collect(inner, out);
}

/// The role of each organisation; absent unless every rule is one signature and all are asked for.
std::optional<std::map<MspId, MspRole>> as_all_of(const EndorsementRule& rule) {
  if (rule.principal || rule.count != rule.rules.size()) return std::nullopt;
  std::map<MspId, MspRole> out;
  for (const EndorsementRule& inner : rule.rules)
    if (!inner.principal || !out.emplace(inner.principal->msp, inner.principal->role).second)
      return std::nullopt;
  return out;
}

Result<EndorsementPolicy> all_of_map(const std::map<MspId, MspRole>& roles) {
  std::vector<EndorsementRule> rules;
  for (const auto& [msp, role] : roles) rules.push_back(EndorsementRule::signed_by({msp, role}));
  return EndorsementPolicy::from(EndorsementRule::all_of(std::move(rules)));
}

}  // namespace

EndorsementRule EndorsementRule::signed_by(Principal principal) {
  return {.principal = std::move(principal)};
}
EndorsementRule EndorsementRule::out_of(std::size_t count, std::vector<EndorsementRule> rules) {
  return {.count = count, .rules = std::move(rules)};
}
EndorsementRule EndorsementRule::all_of(std::vector<EndorsementRule> rules) {
  const std::size_t count = rules.size();
  return out_of(count, std::move(rules));
}
EndorsementRule EndorsementRule::any_of(std::vector<EndorsementRule> rules) {
  return out_of(1, std::move(rules));
}

Result<EndorsementPolicy> EndorsementPolicy::from(EndorsementRule rule) {
  std::size_t rules = 0;
  if (const auto good = check_shape(rule, 1, rules); !good) return good.error();
  if (!can_be_met(rule)) return bad_policy("peers cannot meet it");
  EndorsementPolicy policy(std::move(rule));
  if (policy.bytes().size() > most_bytes) return bad_policy("too many bytes");
  return policy;
}

Result<EndorsementPolicy> EndorsementPolicy::of_all(const std::vector<Principal>& principals) {
  std::map<MspId, MspRole> roles;
  for (const Principal& principal : principals)
    roles.insert_or_assign(principal.msp, principal.role);
  return all_of_map(roles);
}

Result<EndorsementPolicy> EndorsementPolicy::parse(std::string_view bytes) {
  if (bytes.size() > most_bytes) return bad_policy("too many bytes");
  auto rule = decode_policy(bytes);
  if (!rule) return bad_policy("not one over roles");
  return from(std::move(*rule));
}

Bytes EndorsementPolicy::bytes() const { return encode_policy(rule_); }

std::vector<MspId> EndorsementPolicy::organisations() const {
  std::set<MspId> named;
  collect(rule_, named);
  return {named.begin(), named.end()};
}

Result<EndorsementPolicy> EndorsementPolicy::with(const std::vector<Principal>& principals) const {
  auto roles = as_all_of(rule_);
  if (!roles) return bad_policy("not one of all its organisations");
  for (const Principal& principal : principals)
    roles->insert_or_assign(principal.msp, principal.role);
  return all_of_map(*roles);
}

Result<EndorsementPolicy> EndorsementPolicy::without(
    const std::vector<MspId>& organisations) const {
  auto roles = as_all_of(rule_);
  if (!roles) return bad_policy("not one of all its organisations");
  for (const MspId& msp : organisations) roles->erase(msp);
  return all_of_map(*roles);
}

Result<> EndorsementPolicy::only_of(const std::vector<MspId>& known) const {
  for (const MspId& msp : organisations())
    if (std::find(known.begin(), known.end(), msp) == known.end())
      return bad_policy("the channel has no " + msp.text());
  return Done{};
}

}  // namespace tradelane::ledger
