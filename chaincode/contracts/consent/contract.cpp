// SPDX-License-Identifier: Apache-2.0
#include "chaincode/contracts/consent/contract.hpp"

#include "chaincode/contracts/consent/verbs.hpp"

namespace tradelane::consent {

contract::Contract contract() {
  using namespace contract;
  const Who consumers = who::with({Role::data_consumer});
  return {.name = "consent",
          .transactions = {on<Request>("Request", consumers, request, Code::cns_bad_field),
                           on<Grant>("Grant", who::members(), grant, Code::cns_bad_field),
                           on<Acknowledge>("Acknowledge", who::members(), acknowledge,
                                           Code::cns_bad_field),
                           on<Revoke>("Revoke", who::members(), revoke, Code::cns_bad_field),
                           on<Decide>("Decide", consumers, decide, Code::cns_bad_field),
                           query<Get, ConsentView>("Get", who::members(), get),
                           query<Get, JournalView>("Journal", who::members(), journal)},
          .invariants = invariants()};
}

}  // namespace tradelane::consent
