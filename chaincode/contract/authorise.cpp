// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "chaincode/contract/transaction.hpp"

namespace tradelane::contract {

Result<> authorise(const Who& who, const Caller& caller) {
  const Error denied = refuse(Code::auth_denied, "A10");
  if (who.kind == Who::Kind::anyone) return Done{};
  const bool needs_party = who.kind != Who::Kind::operators;
  if (needs_party ? !caller.party.has_value() : !caller.is_operator) return denied;
  // An operator registers the first parties, itself included, so it may be none yet.
  if (caller.party && caller.party->state != PartyState::active)
    return refuse(Code::party_inactive, "A14");
  if (!needs_party) return Done{};
  const auto has_role = [&](Role role) { return caller.has(role); };
  if (!who.roles.empty() && std::none_of(who.roles.begin(), who.roles.end(), has_role))
    return denied;
  if (who.kind == Who::Kind::members && !caller.party->terms)
    return refuse(Code::terms_not_accepted, "A15");
  return Done{};
}

}  // namespace tradelane::contract
