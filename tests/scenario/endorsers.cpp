// SPDX-License-Identifier: Apache-2.0
#include "tests/scenario/endorsers.hpp"

#include "tests/scenario/player.hpp"
#include "tests/scenario/race.hpp"
#include "tests/scenario/steps.hpp"
#include "tests/support/bills.hpp"

namespace tradelane::scenario {

std::string transfer_needs_holder_and_issuer(GatewayBackend& clients, const std::string& bill,
                                             const Setting& setting) {
  struct Row {
    const char* endorsers;
    const char* end;
  };
  // The channel's own policy asks for the operator and one more: each row has them.
  const Row rows[] = {{"OC", "ENDORSEMENT_POLICY_FAILURE"},
                      {"OS", "ENDORSEMENT_POLICY_FAILURE"},
                      {"OH", "ENDORSEMENT_POLICY_FAILURE"},
                      {"OSC", "VALID"}};
  for (const Row& row : rows) {
    const Step step{.by = "EXP",
                    .transaction = "ebl:Transfer",
                    .endorsers = row.endorsers,
                    .args = Json::Object{{"billId", test::bill_id(bill)}, {"to", id26("IMP")}},
                    .signatures = {{"EXP", "bill/" + test::bill_id(bill), 1}}};
    const auto ends = race(clients, {call_of(step, sealed(step, setting))}, Start::endorsed);
    if (ends.front() != row.end) return std::string(row.endorsers) + ": " + ends.front();
  }
  return "";
}

}  // namespace tradelane::scenario
