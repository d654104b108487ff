// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "tests/chaincode/contracts/finance/finance_world.hpp"

using namespace tradelane;
using namespace tradelane::finance;
using test::with;

namespace {

struct Offering : FinanceWorld {
  /// The offer with other terms, and other fields as sent.
  test::Answer offer(const Json& terms, const Json& sent, const std::string& outcome = "CLEAR") {
    const auto opening = test::open("terms", terms);
    return as("BKH", "Offer", with(sent, "commitments", test::commitments({{"terms", opening}})),
              test::transient({opening, test::screening_opening(outcome),
                               test::application_opening(), test::facility_terms_opening()}));
  }
  Json cheap() const { return with(test::terms(), "rateE6", "1"); }
};

}  // namespace

TEST_CASE_FIXTURE(Offering, "Offer: every refusal up to the screening, in order of precedence") {
  const Json args = test::offer_args(world);
  check(as("CAR", "Offer", args), "A10", "AUTH_DENIED");
  check(as("BK2", "Offer", args), "F2", "FIN_UNKNOWN");
  play(Stage::applied);
  check(as("BK2", "Offer", args), "F3", "AUTH_DENIED");
  check(as("BKH", "Offer", args), "F30", "SCR_UNKNOWN");
  test::require_ok(test::record_screening(world, "SCR1", "HIT"));
  check(as("BKH", "Offer", args), "A6", "PRIVATE_MISSING");
  world.now = world.now.plus_seconds(24 * 3'600 + 1);
  const Json late = with(args, "softRules", Json::Array{Json("M03")});
  check(offer(cheap(), late, "HIT"), "F31", "SCR_HIT");
}

TEST_CASE_FIXTURE(Offering, "Offer: screening, term and soft verdicts, in order of precedence") {
  play(Stage::screened);
  const Json other_soft = with(test::offer_args(world), "softRules", Json::Array{Json("M03")});
  world.now = world.now.plus_seconds(24 * 3'600 + 1);
  check(offer(cheap(), other_soft), "F32", "SCR_STALE");
  world.now = world.now.plus_seconds(-1);
  check(offer(cheap(), other_soft), "F33", "OFFER_LAPSED");
  world.now = world.now.plus_seconds(-1);
  check(offer(cheap(), other_soft), "F34", "EVD_MISMATCH");
  check(offer(cheap(), test::offer_args(world)), "F35", "PRIVATE_VALUE");
}

TEST_CASE_FIXTURE(Offering, "Offer: F32, only the newest screening counts") {
  play(Stage::screened);
  test::require_ok(test::record_screening(world, "SCR2", "HIT"));
  check(test::make_offer(world), "F32", "SCR_STALE");
  world.now = world.now.plus_seconds(60);
  test::require_ok(test::record_screening(world, "SCR3", "CLEAR"));
  check(test::make_offer(world), "F32", "SCR_STALE");
  CHECK(offer(test::terms(), test::offer_args(world, "SCR3")).ok());
}

TEST_CASE_FIXTURE(Offering, "Offer: the terms, in order of precedence") {
  play(Stage::screened);
  const Json args = test::offer_args(world);
  const Json good = test::terms();
  const Json dollars = with(good, "principal", test::money("500000001", "USD"));
  check(offer(with(dollars, "rateE6", "52501"), args), "F35", "PRIVATE_VALUE");
  check(offer(with(dollars, "dayCount", "ACT/360"), args), "F35", "PRIVATE_VALUE");
  check(offer(with(dollars, "rounding", "HALF_EVEN"), args), "F35", "PRIVATE_VALUE");
  check(offer(with(dollars, "tenorDays", 91), args), "F36", "CCY_MISMATCH");
  check(offer(with(good, "fees", test::money("0", "USD")), args), "F36", "CCY_MISMATCH");
  const Json more = with(good, "principal", test::money("500000001"));
  check(offer(with(more, "tenorDays", 91), args), "F37", "FIN_LIMIT");
  check(offer(with(good, "principal", test::money("0")), args), "F37", "FIN_LIMIT");
  check(offer(with(good, "tenorDays", 91), args), "F38", "FIN_TENOR");
  check(offer(with(good, "tenorDays", 0), args), "F38", "FIN_TENOR");
  CHECK(offer(with(good, "principal", test::money("400000000")), args).ok());
}

TEST_CASE_FIXTURE(Offering, "Offer: F29, one application gets one offer") {
  play(Stage::screened);
  const auto first = test::make_offer(world);
  CHECK(first.integer("seq") == 2);
  CHECK(test::make_offer(world).changes.empty());
  check(as("BKH", "Offer", test::offer_args(world, "SCR9")), "F29", "FIN_STATE");
  CHECK(loan().terms == test::terms_opening().commitment);
  CHECK(keeps("BankHMSP", test::terms_opening()));
}

TEST_CASE_FIXTURE(Offering, "Offer: F34, every soft verdict is named, and no other") {
  play(Stage::screened);
  test::put_match(world, {},
                  {{.rule = "M01"},
                   {.rule = "M03", .level = evidence::Level::soft},
                   {.rule = "M04", .level = evidence::Level::soft}});
  const Json args = test::offer_args(world);
  const Json both = Json::Array{Json("M03"), Json("M04")};
  check(offer(test::terms(), args), "F34", "EVD_MISMATCH");
  check(offer(test::terms(), with(args, "softRules", Json::Array{Json("M03")})), "F34",
        "EVD_MISMATCH");
  CHECK(offer(test::terms(), with(args, "softRules", both)).ok());
  CHECK(loan().soft_rules == Set<std::string>{"M03", "M04"});
}
