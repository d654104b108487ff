// SPDX-License-Identifier: Apache-2.0
#include "tests/scenario/steps.hpp"
#include "tests/support/bills.hpp"

namespace tradelane::scenario {
namespace {

using test::with;

SignedBy company(const std::string& alias, std::int64_t seq) {
  return {alias, "bill/" + test::bill_id("B1"), seq};
}

/// What `by` does with B1 as the step that makes its `seq`.
Step on_bill(const std::string& by, const std::string& transaction, const std::string& endorsers,
             std::int64_t seq) {
  return {.by = by,
          .transaction = "ebl:" + transaction,
          .endorsers = endorsers,
          .args = Json::Object{{"billId", test::bill_id("B1")}},
          .id = test::bill_id("B1"),
          .seq = seq};
}

Json pledge_to(const std::string& bank) {
  return Json::Object{{"billId", test::bill_id("B1")},
                      {"loanId", id26("LOAN1")},
                      {"pledgee", id26(bank)},
                      {"possession", "PLEDGOR"}};
}

constexpr const char* surrender_reference = "SUR-2603-0001";

}  // namespace

Step issue_bill(const std::string& bill) {
  const test::BillOpenings& openings = test::bill_openings(bill);
  return {.number = "6",
          .what = "the carrier issues " + bill + " to the order of IMP, held by EXP",
          .by = "CAR",
          .transaction = "ebl:Issue",
          .endorsers = "OCS",
          .args = test::issue_args(bill),
          .openings = {openings.issuance, openings.facts},
          .id = test::bill_id(bill),
          .seq = 1};
}

Step transfer_bill() {
  Step step = on_bill("EXP", "Transfer", "OSC", 2);
  step.number = "7a";
  step.what = "EXP hands B1 to IMP";
  step.args = with(std::move(step.args), "to", id26("IMP"));
  step.signatures = {company("EXP", 1)};
  return step;
}

Step replayed_signature(const Setting& setting) {
  Step step = transfer_bill();
  const Json signatures = *sealed(step, setting).find("signatures");
  step.what = "B2 is handed on with EXP's signature for B1";
  step.args =
      with(with(std::move(step.args), "billId", test::bill_id("B2")), "signatures", signatures);
  step.signatures = {};
  step.refused = {403, "ACT_SIG_INVALID"};
  step.unchanged = {ask_bill("B2")};
  return step;
}

Step accept_transfer() {
  const test::BillOpenings& openings = test::bill_openings("B1");
  Step step = on_bill("IMP", "AcceptTransfer", "OHC", 3);
  step.number = "7a";
  step.what = "IMP takes B1";
  step.signatures = {company("IMP", 2)};
  step.openings = {openings.issuance, openings.facts};
  return step;
}

Step pledge_by_stranger() {
  Step step = on_bill("EXP", "Pledge", "OSC", 4);
  step.number = "10";
  step.what = "EXP, who holds it no longer, pledges B1 to the second bank";
  step.args = pledge_to("BK2");
  step.signatures = {company("EXP", 3)};
  step.refused = {403, "EBL_NOT_HOLDER"};
  step.unchanged = {ask_bill("B1")};
  return step;
}

Step pledge_bill() {
  Step step = on_bill("IMP", "Pledge", "OHC", 4);
  step.number = "11";
  step.what = "IMP pledges B1 to BKH";
  step.args = pledge_to("BKH");
  step.signatures = {company("IMP", 3)};
  return step;
}

Step accept_pledge() {
  Step step = on_bill("BKH", "AcceptPledge", "OHC", 5);
  step.number = "11";
  step.what = "BKH accepts the pledge";
  step.args = with(std::move(step.args), "loanId", id26("LOAN1"));
  return step;
}

Step request_surrender() {
  Step step = on_bill("IMP", "RequestSurrender", "OHC", 8);
  step.number = "15";
  step.what = "IMP surrenders B1 for the goods";
  step.args = with(with(std::move(step.args), "surrenderRequestReference", surrender_reference),
                   "code", "SREQ");
  step.signatures = {company("IMP", 7)};
  return step;
}

Step answer_surrender() {
  Step step = on_bill("CAR", "AnswerSurrender", "OHC", 9);
  step.number = "15";
  step.what = "the carrier accepts the surrender";
  step.args = with(with(std::move(step.args), "surrenderRequestReference", surrender_reference),
                   "answer", "SURR");
  return step;
}

Query ask_bill(const std::string& bill) {
  return {
      .by = "CAR", .function = "ebl:Get", .args = Json::Object{{"billId", test::bill_id(bill)}}};
}

}  // namespace tradelane::scenario
