// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "tests/chaincode/contracts/finance/finance_world.hpp"

using namespace tradelane;
using namespace tradelane::finance;
using test::with;

TEST_CASE_FIXTURE(FinanceWorld, "Secure: every refusal, in order of precedence") {
  const Json args = test::secure_args();
  const Json unknown_bill = with(args, "billId", "TSTC/NONE/1");
  check(as("CAR", "Secure", unknown_bill), "A10", "AUTH_DENIED");
  check(as("BK2", "Secure", unknown_bill), "F2", "FIN_UNKNOWN");
  play(Stage::offered);
  check(as("BK2", "Secure", unknown_bill), "F3", "AUTH_DENIED");
  check(as("BKH", "Secure", unknown_bill), "F43", "FIN_STATE");
  test::require_ok(test::accept_offer(world));
  check(as("BKH", "Secure", unknown_bill), "F44", "EBL_UNKNOWN");
  test::require_ok(test::issue_bill(world, "B2"));
  check(as("BKH", "Secure", with(args, "billId", test::bill_id("B2"))), "F45", "EBL_STATE");
  check(as("BKH", "Secure", args), "F46", "EBL_STATE");
  test::pledge_bill(world);
  const auto at = ebl::key::bill(bill_id());
  const ebl::Bill good = bill();
  ebl::Bill wrong = good;
  wrong.pledge->pledgee = test::party_id("BK2");
  wrong.holder = test::party_id("EXP");
  write(at, wrong);
  check(as("BKH", "Secure", args), "F47", "EBL_NOT_ENTITLED");
  wrong.pledge->pledgee = test::party_id("BKH");
  write(at, wrong);
  check(as("BKH", "Secure", args), "F48", "EBL_NOT_HOLDER");
  write(at, good);
  CHECK(as("BKH", "Secure", args).integer("seq") == 4);
}

TEST_CASE_FIXTURE(FinanceWorld, "Secure: F46, an offered pledge, or one for another loan") {
  play(Stage::accepted);
  test::require_ok(
      world.submit(test::actor(world, "IMP"), "ebl:Pledge",
                   test::sign_bill(world, "IMP", "Pledge", "B1", 3, test::pledge_args())));
  check(test::secure_loan(world), "F46", "EBL_STATE");
  test::require_ok(
      world.submit(test::actor(world, "BKH"), "ebl:AcceptPledge", test::secure_args()));
  edit<ebl::Bill>(ebl::key::bill(bill_id()), [](ebl::Bill& b) { b.pledge->loan = loan_id("L9"); });
  check(test::secure_loan(world), "F46", "EBL_STATE");
}

TEST_CASE_FIXTURE(FinanceWorld, "Secure: loan and bill move together, in two entries") {
  play(Stage::pledged);
  const auto answer = test::secure_loan(world);
  CHECK(answer.text("id") == test::id26("L1"));
  REQUIRE(answer.changes.entries().size() == 2);
  CHECK(answer.changes.entries().at(0) ==
        ledger::Entry{.type = "finance.Secure", .id = test::id26("L1"), .seq = 4});
  CHECK(answer.changes.entries().at(1) ==
        ledger::Entry{.type = "finance.Secure", .id = test::bill_id("B1"), .seq = 6});
  CHECK(loan().state == LoanState::secured);
  CHECK(bill().pledge->state == ebl::PledgeState::bound);
  CHECK(test::secure_loan(world).changes.empty());
  const Json id = Json::Object{{"billId", test::bill_id("B1")}};
  check(world.submit(test::actor(world, "BKH"), "ebl:ReleasePledge", id), "B27",
        "EBL_PLEDGE_BOUND");
}

TEST_CASE_FIXTURE(FinanceWorld, "Secure: B38 to B40, a bill that is stopped or gone") {
  play(Stage::pledged);
  for (const auto& [stop, rule, token] : {std::tuple{ebl::key::pause(), "B38", "EBL_PAUSED"},
                                          std::tuple{freeze_key(), "B39", "EBL_FROZEN"}}) {
    set(stop, true);
    check(test::secure_loan(world), rule, token);
    set(stop, false);
  }
  recover("BKH");
  check(test::secure_loan(world), "B40", "EBL_STATE");
}
