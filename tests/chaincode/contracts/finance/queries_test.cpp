// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "tests/chaincode/contracts/finance/finance_world.hpp"

using namespace tradelane;
using namespace tradelane::finance;
using test::with;

TEST_CASE_FIXTURE(FinanceWorld, "Get: F66, whoever has no part in a loan learns of none") {
  const Json id = test::release_args();
  check(as("BKH", "Get", id), "F66", "FIN_UNKNOWN");
  play(Stage::applied);
  for (const char* stranger : {"BK2", "EXP", "CAR"})
    check(as(stranger, "Get", id), "F66", "FIN_UNKNOWN");
  CHECK(as("BKH", "Get", id).ok());
  CHECK(as("IMP", "Get", id).ok());
}

TEST_CASE_FIXTURE(FinanceWorld, "Get: a regulator reads what is public of every loan") {
  play(Stage::applied);
  edit<contract::Party>(contract::key::party(test::party_id("BK2")), [](contract::Party& party) {
    party.roles = Set<contract::Role>::of({contract::Role::bank, contract::Role::regulator});
  });
  const auto answer = as("BK2", "Get", with(test::release_args(), "open", true));
  REQUIRE(answer.ok());
  CHECK(answer.payload.find("values")->as_object()->empty());
}

TEST_CASE_FIXTURE(FinanceWorld, "Get: the amounts, for the lender's organisation only") {
  play(Stage::released);
  const Json id = test::release_args();
  CHECK(as("BKH", "Get", id).payload.find("values") == nullptr);
  const auto answer = as("BKH", "Get", with(id, "open", true));
  REQUIRE(answer.ok());
  const Json& values = *answer.payload.find("values");
  CHECK(*values.find("position") == test::position("0", "2026-06-03", "6472603"));
  CHECK(*values.find("terms") == test::terms());
  CHECK(*values.find("application") == test::application());
  CHECK(*values.find("facilityTerms") == test::facility_terms());
  CHECK(*values.find("usage") == Json(Json::Object{{"drawn", test::money("0")}}));
  CHECK(*values.find("drawdown") == Json(Json::Object{{"amount", test::money("500000000")}}));
  CHECK(*answer.payload.find("loan")->find("state") == Json("RELEASED"));
  CHECK(*answer.payload.find("drawdown")->find("state") == Json("DISBURSED"));
}
