// SPDX-License-Identifier: Apache-2.0
#include "chaincode/contracts/party/contract.hpp"

#include "chaincode/contracts/party/verbs.hpp"

namespace tradelane::party {

contract::Contract contract() {
  using namespace contract;
  const Who operators = who::operators();
  return {.name = "party",
          .transactions = {on<Bootstrap>("Bootstrap", who::anyone(), bootstrap),
                           on<Register>("Register", operators, register_party),
                           on<Update>("Update", operators, update),
                           on<RotateKey>("RotateKey", who::parties(), rotate_key),
                           on<OnParty>("Suspend", operators, suspend),
                           on<OnParty>("Reinstate", operators, reinstate),
                           on<AcceptTerms>("AcceptTerms", who::parties(), accept_terms),
                           on<RegisterPlatform>("RegisterPlatform", operators, register_platform),
                           on<AllowIdentifier>("AllowIdentifier", operators, allow_identifier),
                           on<SetFormat>("SetFormat", operators, set_format),
                           query<Get, PartyView>("Get", who::parties(), get),
                           query<Find, Found>("Find", who::parties(), find)},
          .invariants = invariants()};
}

}  // namespace tradelane::party
