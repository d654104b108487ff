// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "tests/chaincode/contracts/party/party_world.hpp"

using namespace tradelane;

TEST_CASE_FIXTURE(party::PartyWorld,
                  "Get: public to every party, the identity to its keepers only") {
  bootstrap();
  for (const char* alias : {"EXP", "BKS", "BKH", "OPR"}) CHECK(enrol(alias).ok());
  const Json ask = Json::Object{{"partyId", test::party_id("EXP").text()}, {"open", true}};
  const auto asked_by = [&](const char* msp) {
    return world.evaluate(world.actor(msp), "party:Get", ask);
  };
  CHECK(asked_by("BankHMSP").payload.find("party") != nullptr);
  CHECK(asked_by("BankHMSP").payload.find("identity") == nullptr);
  for (const char* keeper : {"BankSMSP", "OperatorMSP"}) {
    const auto answer = asked_by(keeper);
    REQUIRE(answer.payload.find("identity") != nullptr);
    CHECK(*answer.payload.find("identity")->find("legalName") == Json("Canary EXP Limited"));
  }
  CHECK(world
            .evaluate(world.actor("BankSMSP"), "party:Get",
                      Json::Object{{"partyId", test::party_id("EXP").text()}})
            .payload.find("identity") == nullptr);
}

TEST_CASE_FIXTURE(party::PartyWorld, "Get: P12 for an unknown party, A10 for who is no party") {
  bootstrap();
  CHECK(enrol("BKS").ok());
  const Json ask = Json::Object{{"partyId", test::party_id("EXP").text()}};
  const auto answer = world.evaluate(world.actor("BankSMSP"), "party:Get", ask);
  CHECK(answer.rule == "P12");
  CHECK(answer.token == "PARTY_UNKNOWN");
  CHECK(world.evaluate(world.actor("BankHMSP"), "party:Get", ask).rule == "A10");
}
