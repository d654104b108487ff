// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "tests/chaincode/contracts/party/party_world.hpp"

using namespace tradelane;
using test::with;

namespace {

struct Finding : party::PartyWorld {
  Finding() {
    bootstrap();
    for (const char* alias : {"BKS", "BKH", "OPR"}) CHECK(enrol(alias).ok());
  }
  static Json identifier(const char* type, const char* id) {
    return Json::Object{{"type", type}, {"id", id}};
  }
  void enrol_with(const std::string& alias, const Json::Array& identifiers) {
    const auto identity = test::open("identity", Json::Object{{"legalName", "Canary " + alias},
                                                              {"address", "1 Canary Road"},
                                                              {"identifiers", identifiers}});
    Json args = with(test::cast().registration("EXP"), "commitments",
                     Json::Object{{"identity", identity.commitment.text()}});
    args = with(args, "partyId", test::party_id(alias).text());
    CHECK(world.submit(operator_, "party:Register", args, test::transient({identity})).ok());
  }
  test::Answer find(const char* msp, const char* type, const std::string& id) {
    return world.evaluate(world.actor(msp), "party:Find", Json::Object{{"type", type}, {"id", id}});
  }
  static std::string names(const test::Answer& answer) {
    REQUIRE(answer.ok());
    std::string out;
    for (const Json& id : *answer.payload.find("parties")->as_array())
      out += id.as_string()->substr(id.as_string()->find_first_not_of('0')) + " ";
    return out;
  }
};

}  // namespace

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

TEST_CASE_FIXTURE(Finding,
                  "Find: by LEI, USCC, UBI and DCSA code, whole and of its own type only") {
  enrol_with("ONE", {identifier("LEI", "5493001KJTIIGC8Y1R12"), identifier("UBI", "12345678")});
  enrol_with("TWO", {identifier("USCC", "91310115MA1K0T014C"), identifier("DCSA", "5493001K")});
  struct Row {
    const char* type;
    const char* id;
    const char* names;
  };
  const Row rows[] = {{"LEI", "5493001KJTIIGC8Y1R12", "ONE "},
                      {"UBI", "12345678", "ONE "},
                      {"USCC", "91310115MA1K0T014C", "TWO "},
                      {"DCSA", "5493001K", "TWO "},
                      {"LEI", "5493001K", ""},
                      {"UBI", "5493001K", ""},
                      {"LEI", "", ""}};
  for (const Row& row : rows) {
    CAPTURE(row.id);
    CHECK(names(find("OperatorMSP", row.type, row.id)) == row.names);
  }
  CHECK(find("OperatorMSP", "DUNS", "1").rule == "A11");
  CHECK(find("CarrierMSP", "UBI", "12345678").rule == "A10");
}

TEST_CASE_FIXTURE(Finding, "Find: nobody finds whose identity it was not given") {
  enrol_with("ONE", {identifier("UBI", "12345678")});
  CHECK(names(find("OperatorMSP", "UBI", "12345678")) == "ONE ");
  CHECK(names(find("BankSMSP", "UBI", "12345678")) == "ONE ");
  CHECK(names(find("BankHMSP", "UBI", "12345678")) == "");
}

TEST_CASE_FIXTURE(Finding,
                  "Find: a page looks at 200 parties, and says where the next one begins") {
  for (int i = 100; i < 298; ++i)
    enrol_with("N" + std::to_string(i), {identifier("UBI", "12345678")});
  // With the three of the fixture these are 201, of which the first page shows 200.
  const auto first = find("OperatorMSP", "UBI", "12345678");
  CHECK(first.payload.find("parties")->as_array()->size() == 197);
  REQUIRE(first.text("next") != "");
  const auto second = world.evaluate(
      world.actor("OperatorMSP"), "party:Find",
      Json::Object{{"type", "UBI"}, {"id", "12345678"}, {"after", first.text("next")}});
  CHECK(names(second) == "N297 ");
  CHECK(second.text("next") == "");
}

TEST_CASE_FIXTURE(Finding, "Find: a DCSA code also finds its platform") {
  const Json platform = Json::Object{
      {"code", "WAVE"},
      {"list", "DCSA"},
      {"aliases", Json::Array{Json::Object{{"list", "ZZZ"}, {"code", "wave.example"}}}},
      {"keys", Json::Array{party::key_of(party::signer_of("CAR", "k"))}}};
  CHECK(world.submit(operator_, "party:RegisterPlatform", platform).ok());
  for (const char* code : {"WAVE", "wave.example"})
    CHECK(*find("BankSMSP", "DCSA", code).payload.find("platform")->find("code") == Json("WAVE"));
  for (const std::string& code : {std::string("CARX"), std::string(), std::string(1, '\0')})
    CHECK(find("BankSMSP", "DCSA", code).payload.find("platform") == nullptr);
  CHECK(find("BankSMSP", "LEI", "WAVE").payload.find("platform") == nullptr);
}

TEST_CASE_FIXTURE(Finding, "Get: acts by pages of a hundred, and P40 for what is no kid") {
  CHECK(enrol("EXP").ok());
  const PartyId exporter = test::party_id("EXP");
  for (int i = 100; i < 201; ++i)
    world.state.apply(ledger::Changes{}.put(
        contract::key::signed_act(exporter, "k", world.now,
                                  std::string(61, '0') + std::to_string(i)),
        contract::SignedAct{.subject = "box/b", .seq = i, .transaction = "toy:Fill"}));
  const auto page = [&](const Json& asked) {
    return world.evaluate(world.actor("BankSMSP"), "party:Get",
                          Json::Object{{"partyId", exporter.text()}, {"acts", asked}});
  };
  const Json from_now = Json::Object{{"kid", "k"}, {"from", world.now.text()}};
  const Json first = *page(from_now).payload.find("acts");
  REQUIRE(first.find("acts")->as_array()->size() == 100);
  CHECK(*first.find("hasMore") == Json(true));
  const Json last = first.find("acts")->as_array()->back();
  const Json second = *page(with(from_now, "after", *last.find("txId"))).payload.find("acts");
  CHECK(second.find("acts")->as_array()->size() == 1);
  CHECK(*second.find("hasMore") == Json(false));
  const Json later = Json::Object{{"kid", "k"}, {"from", world.now.plus_seconds(1).text()}};
  CHECK(page(later).payload.find("acts")->find("acts")->as_array()->empty());
  const auto bad = page(with(from_now, "kid", std::string(1, '\0')));
  CHECK(bad.rule == "P40");
  CHECK(bad.token == "ARG_MALFORMED");
}

TEST_CASE_FIXTURE(Finding, "Get: keys that have left the record, when asked for") {
  CHECK(enrol("EXP").ok());
  const auto ask = [&](bool retired) {
    return world.evaluate(
        world.actor("BankSMSP"), "party:Get",
        Json::Object{{"partyId", test::party_id("EXP").text()}, {"retiredKeys", retired}});
  };
  CHECK(ask(false).payload.find("retiredKeys") == nullptr);
  CHECK(ask(true).payload.find("retiredKeys")->as_array()->empty());
  const auto key = record("EXP").keys.front();
  world.state.apply(ledger::Changes{}.put(party::key::retired_key(test::party_id("EXP"), key.kid),
                                          party::RetiredKey{.key = key}));
  CHECK(ask(true).payload.find("retiredKeys")->as_array()->size() == 1);
}
