// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "chaincode/contract/openings.hpp"
#include "tests/chaincode/contracts/party/party_world.hpp"

using namespace tradelane;
using test::with;

namespace {

Json first_key(const Json& registration) { return registration.find("keys")->as_array()->front(); }

}  // namespace

TEST_CASE_FIXTURE(party::PartyWorld, "Register: every refusal, in order of precedence") {
  const Json good = test::cast().registration("EXP");
  const Json key = first_key(good);
  const Json bad_jwk = with(key, "jwk", Json::Object{{"kty", "EC"}, {"crv", "P-256"}});
  const Json no_time = with(key, "validTo", "2026-01-01T00:00:00Z");
  const Json no_kid = with(key, "kid", "");
  const auto identity = test::transient({test::cast().identity("EXP")});

  CHECK(world.submit(operator_, "party:Register", good, identity).rule == "A10");
  bootstrap();
  CHECK(enrol("BKS").ok());
  struct Row {
    Json args;
    const char* rule;
    const char* token;
  };
  const Json no_roles = with(good, "roles", Json::Array{});
  const Row rows[] = {
      {with(no_roles, "keys", Json::Array{}), "P5", "PARTY_ROLE"},
      {with(good, "roles", Json::Array{Json("operator")}), "P5", "PARTY_ROLE"},
      {with(with(good, "keys", Json::Array{}), "defaultParty", true), "P6", "PARTY_KEY"},
      {with(good, "keys", Json::Array{bad_jwk}), "P6", "PARTY_KEY"},
      {with(good, "keys", Json::Array{no_time}), "P6", "PARTY_KEY"},
      {with(good, "keys", Json::Array{no_kid}), "P6", "PARTY_KEY"},
      {with(good, "keys", Json::Array{key, key}), "P6", "PARTY_KEY"},
      {with(good, "keys", Json::Array{key, with(key, "kid", "EXP-2")}), "P6", "PARTY_KEY"},
      {with(good, "signaturesNeeded", 2), "P6", "PARTY_KEY"},
      {with(good, "signaturesNeeded", 1), "P6", "PARTY_KEY"},
      {with(with(good, "defaultParty", true), "placeOfBusiness", "HKHKG"), "P7",
       "PARTY_DEFAULT_TAKEN"},
      {test::without(good, "placeOfBusiness"), "P14", "ARG_MALFORMED"},
      {with(good, "placeOfBusiness", "HKHK"), "A11", "ARG_MALFORMED"},
      {with(good, "placeOfBusiness", "XZAAA"), "A11", "ARG_MALFORMED"},
      {with(good, "roles", Json::Array{Json("captain")}), "A11", "ARG_MALFORMED"},
      {with(good, "partyId", "short"), "A11", "ARG_MALFORMED"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.rule);
    const auto answer = world.submit(operator_, "party:Register", row.args);
    CHECK(answer.rule == row.rule);
    CHECK(answer.token == row.token);
  }
  CHECK(world.submit(operator_, "party:Register", good).token == "PRIVATE_MISSING");
  CHECK(world.submit(world.actor("BankSMSP"), "party:Register", good, identity).rule == "A10");
  CHECK(world.submit(operator_, "party:Register", good, identity).integer("seq") == 1);
  const auto other = world.submit(operator_, "party:Register", with(good, "jurisdiction", "SG"));
  CHECK(other.rule == "P4");
  CHECK(other.token == "PARTY_EXISTS");
  CHECK(other.message.ends_with("(jurisdiction)"));
}

TEST_CASE_FIXTURE(party::PartyWorld, "Register: P13 for an identifier that fails its check") {
  bootstrap();
  const auto register_with = [&](const std::string& type, const std::string& id) {
    Json::Array identifiers{Json::Object{{"type", "DCSA"}, {"id", "whatever it is"}},
                            Json::Object{{"type", type}, {"id", id}}};
    const auto identity =
        test::open("identity", Json::Object{{"legalName", "Canary EXP Limited"},
                                            {"address", "1 Canary Road"},
                                            {"identifiers", std::move(identifiers)}});
    const Json commitments = Json::Object{{"identity", identity.commitment.text()}};
    return world.submit(operator_, "party:Register",
                        with(test::cast().registration("EXP"), "commitments", commitments),
                        test::transient({identity}));
  };
  const std::pair<const char*, const char*> rows[] = {
      {"USCC", "91310115MA1K0T014D"}, {"UBI", "1234567"}, {"LEI", "984500TESTHKBANK0163"}};
  for (const auto& [type, id] : rows) {
    CAPTURE(type);
    const auto answer = register_with(type, id);
    CHECK(answer.rule == "P13");
    CHECK(answer.token == "ID_CHECK_DIGIT");
    CHECK(answer.message.ends_with(std::string("(") + type + ")"));
  }
  CHECK(register_with("USCC", "91310115MA1K0T014C").ok());
}

TEST_CASE_FIXTURE(party::PartyWorld, "Register: P6, a joint party signs with two keys or more") {
  bootstrap();
  const Json second = party::key_of(party::signer_of("EXP", "EXP-2"));
  const Json good = test::cast().registration("EXP");
  const Json two = with(good, "keys", Json::Array{first_key(good), second});
  const auto identity = test::transient({test::cast().identity("EXP")});
  const Json by_certificate = with(with(two, "signaturesNeeded", 2), "actsBy", "CERTIFICATE");
  for (const Json& bad :
       {with(two, "signaturesNeeded", 3), with(two, "signaturesNeeded", 0), by_certificate})
    check(world.submit(operator_, "party:Register", bad, identity), "P6", "PARTY_KEY");
  CHECK(world.submit(operator_, "party:Register", with(two, "signaturesNeeded", 2), identity).ok());
  CHECK(record("EXP").signatures_needed == 2);
}

TEST_CASE_FIXTURE(party::PartyWorld,
                  "Register: MLETR 14, a new party says where it has its business") {
  bootstrap();
  CHECK(enrol("EXP").ok());
  CHECK(record("EXP").place_of_business->text() == "CNSHA");
  CHECK(*record("EXP").acts_since == world.now);
}

TEST_CASE_FIXTURE(party::PartyWorld, "Register: the same again writes nothing, also much later") {
  bootstrap();
  CHECK(enrol("CAR").ok());
  const auto terms =
      Json::Object{{"partyId", test::party_id("CAR").text()}, {"rulebook", test::rulebook()}};
  CHECK(world.submit(world.actor("CarrierMSP"), "party:AcceptTerms", terms).ok());
  const auto again = enrol("CAR");
  CHECK(again.changes.empty());
  CHECK(again.integer("seq") == 2);
}

TEST_CASE_FIXTURE(party::PartyWorld, "Register: the identity goes to the operator and the party") {
  bootstrap();
  const auto answer = enrol("EXP");
  const auto identity = test::cast().identity("EXP");
  std::vector<std::string> collections;
  for (const auto& [place, write] : answer.changes.writes())
    if (!place.collection.empty()) collections.push_back(place.collection);
  CHECK(collections ==
        std::vector<std::string>{"_implicit_org_BankSMSP", "_implicit_org_OperatorMSP"});
  CHECK(world.state.get_private("_implicit_org_BankSMSP",
                                contract::opening_key(identity.commitment)) == identity.bytes);
}
