// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "tests/chaincode/contracts/finance/finance_world.hpp"

using namespace tradelane;
using namespace tradelane::finance;

TEST_CASE_FIXTURE(FinanceWorld, "Release: every refusal, in order of precedence") {
  const Json args = test::release_args();
  check(as("CAR", "Release", args), "A10", "AUTH_DENIED");
  check(as("BK2", "Release", args), "F2", "FIN_UNKNOWN");
  play(Stage::secured);
  check(as("BK2", "Release", args), "F3", "AUTH_DENIED");
  check(as("BKH", "Release", args), "F65", "FIN_STATE");
  test::require_ok(test::request_drawdown(world));
  check(as("BKH", "Release", args), "F64", "FIN_OUTSTANDING");
  test::require_ok(test::confirm_disbursement(world));
  check(as("BKH", "Release", args), "F64", "FIN_OUTSTANDING");
  edit<Loan>(key::loan(loan_id()), [](Loan& l) { l.state = LoanState::part_repaid; });
  check(as("BKH", "Release", args), "F64", "FIN_OUTSTANDING");
  edit<Loan>(key::loan(loan_id()), [](Loan& l) { l.state = LoanState::drawn; });
  test::require_ok(test::record_repayment(world));
  const ebl::Bill pledged = bill();
  edit<ebl::Bill>(ebl::key::bill(bill_id()), [](ebl::Bill& b) { b.pledge.reset(); });
  check(as("BKH", "Release", args), "F50", "EBL_STATE");
  write(ebl::key::bill(bill_id()), pledged);
  CHECK(as("BKH", "Release", args).integer("seq") == 8);
}

TEST_CASE_FIXTURE(FinanceWorld, "Release: loan, bill and claims are free, in two entries") {
  play(Stage::repaid);
  const auto answer = test::release_loan(world);
  REQUIRE(answer.changes.entries().size() == 2);
  CHECK(answer.changes.entries().at(0) ==
        ledger::Entry{.type = "finance.Release", .id = test::id26("L1"), .seq = 8});
  CHECK(answer.changes.entries().at(1) ==
        ledger::Entry{.type = "finance.Release", .id = test::bill_id("B1"), .seq = 7});
  CHECK(loan().state == LoanState::released);
  CHECK_FALSE(bill().pledge);
  CHECK(lock_on_bill() == released(loan_id(), world.now));
  CHECK(read(key::lock(declaration())).state == ClaimState::released);
  for (const Fingerprint& print : loan().fingerprints)
    CHECK(read(key::fingerprint(print)).state == ClaimState::released);
  CHECK(test::release_loan(world).changes.empty());
}

TEST_CASE_FIXTURE(FinanceWorld, "Release: no amount of the whole loan was ever public") {
  play(Stage::repaid);
  const auto answer = test::release_loan(world);
  std::string told = answer.changes.event_payload() + canonical(answer.payload);
  for (const auto& [place, value] : world.state.state())
    if (place.collection.empty()) told += value;
  // Limit, amount, repayment, interest, rate, advance rate, list of the screening.
  for (const char* canary : {"800000000", "500000000", "506472603", "6472603", "52500", "\"8000\"",
                             "UNSC", "ACT/365F"}) {
    CAPTURE(canary);
    CHECK(told.find(canary) == std::string::npos);
  }
  for (const auto& [place, value] : world.state.state())
    if (value.find("800000000") != std::string::npos)
      CHECK(place.collection == "_implicit_org_BankHMSP");
}

TEST_CASE_FIXTURE(FinanceWorld, "Release: the cargo may be financed again") {
  play(Stage::released);
  Json args = test::apply_args({.loan = "L3"});
  CHECK(as("BKH", "Apply", test::sign_loan(world, "IMP", "Apply", "L3", 0, args),
           [] {
             auto openings = test::apply_openings();
             const auto usage = test::usage_opening("0", "repaid");
             openings.erase(test::usage_opening("0").commitment.text());
             openings.emplace(usage.commitment.text(), usage.bytes);
             return openings;
           }())
            .ok());
}

TEST_CASE_FIXTURE(FinanceWorld, "Release: B38 and B39, a bill that is stopped") {
  play(Stage::repaid);
  for (const auto& [stop, rule, token] : {std::tuple{ebl::key::pause(), "B38", "EBL_PAUSED"},
                                          std::tuple{freeze_key(), "B39", "EBL_FROZEN"}}) {
    set(stop, true);
    check(test::release_loan(world), rule, token);
    set(stop, false);
  }
  CHECK(test::release_loan(world).ok());
}

TEST_CASE_FIXTURE(FinanceWorld, "Release: of a recovered bill, the one in its place is free") {
  play(Stage::repaid);
  const ebl::Bill lost = bill();
  recover("BKH");
  CHECK(test::release_loan(world).ok());
  CHECK(bill() == lost);
  CHECK_FALSE(read(ebl::key::bill(next_bill())).pledge);
  CHECK(loan().state == LoanState::released);
}

TEST_CASE_FIXTURE(FinanceWorld, "Release: F50, the recovered bill is pledged to another bank") {
  play(Stage::repaid);
  recover("BK2");
  check(test::release_loan(world), "F50", "EBL_STATE");
}
