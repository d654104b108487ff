// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "tests/chaincode/contracts/finance/finance_world.hpp"

using namespace tradelane;
using namespace tradelane::finance;
using test::with;

namespace {

struct Opening : FinanceWorld {
  Json args = test::facility_args();

  test::Answer open(const Json& sent) {
    return as("BKH", "OpenFacility", sent, test::facility_openings());
  }
  test::Answer open_on(const Json& terms, const Json& usage) {
    const auto one = test::open("facilityTerms", terms);
    const auto two = test::open("usage", usage);
    return as(
        "BKH", "OpenFacility",
        with(args, "commitments", test::commitments({{"facilityTerms", one}, {"usage", two}})),
        test::transient({one, two}));
  }
};

}  // namespace

TEST_CASE_FIXTURE(Opening, "OpenFacility: every refusal, in order of precedence") {
  const Json terms = test::facility_terms();
  const Json drawn = Json::Object{{"drawn", test::money("1")}};
  const Json nothing = Json::Object{{"drawn", test::money("0")}};
  check(as("CAR", "OpenFacility", args), "A10", "AUTH_DENIED");
  check(as("BKH", "OpenFacility", with(args, "borrower", test::id26("NOBODY"))), "F7",
        "PARTY_UNKNOWN");
  suspend("EXP");
  check(as("BKH", "OpenFacility", with(args, "borrower", test::id26("EXP"))), "F7",
        "PARTY_INACTIVE");
  check(as("BKH", "OpenFacility", args), "A6", "PRIVATE_MISSING");
  check(open_on(with(terms, "dayCount", "ACT/ACT"), drawn), "A9", "PRIVATE_VALUE");
  check(open_on(with(terms, "limit", test::money("0")), drawn), "F8", "PRIVATE_VALUE");
  check(open_on(with(terms, "tenorMaxDays", 0), drawn), "F8", "PRIVATE_VALUE");
  check(open_on(with(terms, "advanceRateE4", "0"), drawn), "F8", "PRIVATE_VALUE");
  check(open_on(with(terms, "advanceRateE4", "10001"), drawn), "F8", "PRIVATE_VALUE");
  check(open_on(terms, drawn), "F9", "PRIVATE_VALUE");
  check(open_on(terms, Json::Object{{"drawn", test::money("0", "USD")}}), "F9", "PRIVATE_VALUE");
  CHECK(open_on(with(terms, "advanceRateE4", "10000"), nothing).ok());
}

TEST_CASE_FIXTURE(Opening, "OpenFacility: F6, the same again is success, another content is not") {
  CHECK(open(args).integer("seq") == 1);
  CHECK(open(args).ok());
  CHECK(open(args).changes.empty());
  check(open(with(args, "forwardDays", 0)), "F6", "FAC_EXISTS");
  CHECK(open(with(args, "forwardDays", 0)).message.find("forwardDays") != std::string::npos);
  check(open(with(args, "borrower", test::id26("EXP"))), "F6", "FAC_EXISTS");
  check(as("BK2", "OpenFacility", args, test::facility_openings()), "F6", "FAC_EXISTS");
  const Json other_usage = test::commitments({{"facilityTerms", test::facility_terms_opening()},
                                              {"usage", test::usage_opening("0", "again")}});
  check(open(with(args, "commitments", other_usage)), "F6", "FAC_EXISTS");
}

TEST_CASE_FIXTURE(Opening, "OpenFacility: the same again, after loans have drawn on it") {
  play(Stage::requested);
  CHECK(open(args).ok());
  CHECK(open(args).changes.empty());
}

TEST_CASE_FIXTURE(Opening, "OpenFacility: the lender keeps terms and usage, and nobody else") {
  CHECK(open(args).ok());
  CHECK(facility().lender == test::party_id("BKH"));
  CHECK(facility().forward_days == 120);
  CHECK(keeps("BankHMSP", test::facility_terms_opening()));
  CHECK(keeps("BankHMSP", test::usage_opening("0")));
  CHECK_FALSE(keeps("OperatorMSP", test::facility_terms_opening()));
}
