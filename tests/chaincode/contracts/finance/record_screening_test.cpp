// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "tests/chaincode/contracts/finance/finance_world.hpp"

using namespace tradelane;
using namespace tradelane::finance;
using test::with;

TEST_CASE_FIXTURE(FinanceWorld, "RecordScreening: every refusal, in order of precedence") {
  const Json args = test::screening_args();
  check(as("CAR", "RecordScreening", args), "A10", "AUTH_DENIED");
  check(as("BK2", "RecordScreening", args), "F2", "FIN_UNKNOWN");
  play(Stage::applied);
  check(as("BK2", "RecordScreening", args), "F3", "AUTH_DENIED");
  check(as("BKH", "RecordScreening", args), "A6", "PRIVATE_MISSING");
  const auto other =
      test::open("screening", Json::Object{{"outcome", "CLEAR"},
                                           {"list", "UNSC"},
                                           {"listVersion", "1"},
                                           {"screened", Json::Array{Json(test::id26("EXP"))}}});
  check(as("BKH", "RecordScreening",
           with(args, "commitments", test::commitments({{"screening", other}})),
           test::transient({other})),
        "F28", "PRIVATE_VALUE");
  const auto answer = test::record_screening(world);
  CHECK(answer.text("id") == test::id26("SCR1"));
  CHECK(loan().seq == 1);
  CHECK(keeps("BankHMSP", test::screening_opening()));
}

TEST_CASE_FIXTURE(FinanceWorld, "RecordScreening: F27, a screening id is used once") {
  play(Stage::screened);
  CHECK(test::record_screening(world).changes.empty());
  check(test::record_screening(world, "SCR1", "HIT"), "F27", "RECORD_CONFLICT");
  CHECK(test::record_screening(world, "SCR2", "HIT").ok());
}
