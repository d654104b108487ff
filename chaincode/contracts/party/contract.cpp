// SPDX-License-Identifier: Apache-2.0
#include "chaincode/contracts/party/contract.hpp"

#include "chaincode/contracts/party/verbs.hpp"

namespace tradelane::party {

contract::Contract contract() {
  using namespace contract;
  return {.name = "party",
          .transactions = {on<Bootstrap>("Bootstrap", who::anyone(), bootstrap),
                           on<Register>("Register", who::operators(), register_party),
                           on<AcceptTerms>("AcceptTerms", who::parties(), accept_terms),
                           query<Get, PartyView>("Get", who::parties(), get)},
          .invariants = invariants()};
}

}  // namespace tradelane::party
