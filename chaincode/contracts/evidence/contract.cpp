// SPDX-License-Identifier: Apache-2.0
#include "chaincode/contracts/evidence/contract.hpp"

#include "chaincode/contracts/evidence/verbs.hpp"

namespace tradelane::evidence {

contract::Contract contract() {
  using namespace contract;
  const Who sources = who::with({Role::feed_node});
  return {
      .name = "evidence",
      .transactions = {on<RegisterFeed>("RegisterFeed", sources, register_feed, Code::feed_schema),
                       on<Submit>("Submit", sources, submit, Code::feed_schema),
                       on<RunMatch>("Match", who::members(), run_match),
                       query<Get, EvidenceView>("Get", who::members(), get),
                       query<MatchReport, MatchView>("MatchReport", who::members(), match_report)},
      .invariants = invariants()};
}

}  // namespace tradelane::evidence
