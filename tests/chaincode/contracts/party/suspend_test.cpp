// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "tests/chaincode/contracts/party/party_world.hpp"

using namespace tradelane;
using namespace tradelane::party;
using test::with;

namespace {

struct Suspending : PartyWorld {
  Json args = Json::Object{{"partyId", test::party_id("CAR").text()}, {"reason", "SANCTIONS"}};

  Suspending() {
    bootstrap_two();
    CHECK(enrol("CAR").ok());
  }
  test::Answer suspend(const test::Actor& who) { return world.submit(who, "party:Suspend", args); }
  test::Answer reinstate(const test::Actor& who) {
    return world.submit(who, "party:Reinstate", args);
  }
  test::Answer carrier_asks() {
    return world.evaluate(world.actor("CarrierMSP"), "party:Get",
                          Json::Object{{"partyId", test::party_id("CAR").text()}});
  }
};

}  // namespace

TEST_CASE_FIXTURE(Suspending, "Suspend: every refusal, in order of precedence") {
  check(world.submit(world.actor("CarrierMSP"), "party:Suspend", args), "A10", "AUTH_DENIED");
  check(world.submit(operator_, "party:Suspend", with(args, "reason", "because of sanctions")),
        "A11", "ARG_MALFORMED");
  const Json nobody = with(args, "partyId", test::party_id("NOBODY").text());
  for (const char* transaction : {"party:Suspend", "party:Reinstate"})
    check(world.submit(operator_, transaction, nobody), "P19", "PARTY_UNKNOWN");
  check(reinstate(operator_), "P20", "PARTY_STATE");
  CHECK(suspend(operator_).text("code") == "PROPOSED");
  CHECK(suspend(other_operator).text("code") == "");
  const Json other_reason = with(args, "reason", "COURT_ORDER");
  check(world.submit(operator_, "party:Suspend", other_reason), "P20", "PARTY_STATE");
}

TEST_CASE_FIXTURE(Suspending, "Suspend: takes two organisations, and stops the party") {
  CHECK(suspend(operator_).ok());
  CHECK(record("CAR").state == PartyState::active);
  CHECK(carrier_asks().ok());
  CHECK(suspend(other_operator).integer("seq") == 2);
  CHECK(record("CAR").state == PartyState::suspended);
  check(carrier_asks(), "A14", "PARTY_INACTIVE");
  CHECK(suspend(operator_).changes.empty());
  CHECK(suspend(other_operator).changes.empty());
}

TEST_CASE_FIXTURE(Suspending, "Suspend: two reasons are no agreement") {
  CHECK(suspend(operator_).ok());
  const auto other =
      world.submit(other_operator, "party:Suspend", with(args, "reason", "COURT_ORDER"));
  CHECK(other.text("code") == "PROPOSED");
  CHECK(record("CAR").state == PartyState::active);
}

TEST_CASE_FIXTURE(Suspending, "Reinstate: takes two as well, and the party acts again") {
  CHECK(suspend(operator_).ok());
  CHECK(suspend(other_operator).ok());
  CHECK(reinstate(other_operator).text("code") == "PROPOSED");
  check(carrier_asks(), "A14", "PARTY_INACTIVE");
  CHECK(reinstate(operator_).integer("seq") == 3);
  CHECK(carrier_asks().ok());
  // The old decision does not hold for a second time.
  CHECK(suspend(operator_).text("code") == "PROPOSED");
  CHECK(record("CAR").state == PartyState::active);
}

TEST_CASE_FIXTURE(Suspending, "Suspend: an operator's own party, and then it operates no more") {
  CHECK(enrol("OPR").ok());
  args = with(args, "partyId", test::party_id("OPR").text());
  CHECK(suspend(operator_).ok());
  CHECK(suspend(other_operator).ok());
  check(enrol("BKS"), "A14", "PARTY_INACTIVE");
  check(reinstate(operator_), "A14", "PARTY_INACTIVE");
}

TEST_CASE_FIXTURE(PartyWorld, "Suspend: A16, one operator decides for nobody") {
  bootstrap();
  CHECK(enrol("CAR").ok());
  const Json args = Json::Object{{"partyId", test::party_id("CAR").text()}, {"reason", "BREACH"}};
  check(world.submit(operator_, "party:Suspend", args), "A16", "AUTH_DENIED");
}
