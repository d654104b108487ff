// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "tests/chaincode/contracts/consent/consent_world.hpp"

using namespace tradelane;

TEST_CASE_FIXTURE(consent::ConsentWorld, "Get and Journal: C22 and C23, and who may read") {
  for (const char* query : {"Get", "Journal"}) {
    CHECK(ask("BKH", query, just_id()).rule == "C22");
    CHECK(ask("BKH", query, just_id()).token == "CNS_UNKNOWN");
  }
  test::give_consent(world, "C1", "BKH", "EXP");
  for (const char* query : {"Get", "Journal"}) {
    CAPTURE(query);
    for (const char* alias : {"BKH", "CDP", "EXP"}) CHECK(ask(alias, query, just_id()).ok());
    for (const char* alias : {"BK2", "IMP", "CAR", "SDN"}) {
      CHECK(ask(alias, query, just_id()).rule == "C23");
      CHECK(ask(alias, query, just_id()).token == "AUTH_DENIED");
    }
  }
}

TEST_CASE_FIXTURE(consent::ConsentWorld, "Get: what a consent means at the time of the query") {
  const auto effective = [&] { return ask("BKH", "Get", just_id()).text("effectiveState"); };
  CHECK(submit("BKH", "Request", test::consent_request("C1", "BKH", "EXP")).ok());
  CHECK(effective() == "REQUESTED");
  const Json grant = test::consent_grant("C1", test::consent_terms("BKH"));
  CHECK(submit("CDP", "Grant", sign("EXP", "Grant", 1, grant)).ok());
  CHECK(effective() == "GRANTED");
  CHECK(submit("CDP", "Acknowledge", just_id()).ok());
  CHECK(effective() == "ACTIVE");
  for (int i = 0; i < 5; ++i)
    CHECK(submit("BKH", "Decide", test::consent_decide("C1")).text("code") == "ALLOW");
  CHECK(effective() == "EXHAUSTED");
  CHECK(submit("BKH", "Decide", test::consent_decide("C1")).text("code") == "DENY");
  world.now = *Timestamp::parse("2026-09-01T00:00:00Z");
  CHECK(effective() == "EXPIRED");
  world.now = *Timestamp::parse("2026-02-28T23:59:59Z");
  CHECK(effective() == "NOT_YET_VALID");
}

TEST_CASE_FIXTURE(consent::ConsentWorld, "Journal: every decision, the denials too") {
  test::give_consent(world, "C1", "BKH", "EXP");
  CHECK(submit("BKH", "Decide", test::consent_decide("C1")).ok());
  CHECK(submit("BK2", "Decide", test::consent_decide("C1")).ok());
  const auto journal = ask("CDP", "Journal", just_id());
  CHECK(journal.payload.find("rows")->as_array()->size() == 2);
}
