// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "chaincode/contract/openings.hpp"
#include "tests/chaincode/contracts/party/party_world.hpp"

using namespace tradelane;
using namespace tradelane::party;
using test::with;

namespace {

struct Updating : PartyWorld {
  Json nothing = Json::Object{{"partyId", test::party_id("EXP").text()}};

  Updating() {
    bootstrap();
    CHECK(enrol("EXP").ok());
  }
  test::Answer update(const Json& args, const std::vector<test::Opening>& openings = {}) {
    return world.submit(operator_, "party:Update", args, test::transient(openings));
  }
  static test::Opening identity(const char* legal_name, const char* uscc) {
    return test::open(
        "identity",
        Json::Object{{"legalName", legal_name},
                     {"address", "2 Canary Road"},
                     {"identifiers", Json::Array{Json::Object{{"type", "USCC"}, {"id", uscc}}}}});
  }
  Json named(const test::Opening& identity) const {
    return with(nothing, "commitments", Json::Object{{"identity", identity.commitment.text()}});
  }
};

}  // namespace

TEST_CASE_FIXTURE(Updating, "Update: every refusal, in order of precedence") {
  const auto bad = identity("Canary", "91310115MA1K0T014D");
  const Json place = with(nothing, "placeOfBusiness", "CNNGB");
  check(world.submit(world.actor("BankSMSP"), "party:Update", place), "A10", "AUTH_DENIED");
  check(update(with(nothing, "placeOfBusiness", "XZ123")), "A11", "ARG_MALFORMED");
  check(update(with(nothing, "actsBy", "CERTIFICATE")), "A11", "ARG_MALFORMED");
  check(update(with(place, "partyId", test::party_id("NOBODY").text())), "P21", "PARTY_UNKNOWN");
  check(update(with(place, "roles", Json::Array{})), "P5", "PARTY_ROLE");
  check(update(with(place, "roles", Json::Array{Json("operator")})), "P5", "PARTY_ROLE");
  check(update(named(bad)), "A6", "PRIVATE_MISSING");
  check(update(named(bad), {bad}), "P13", "ID_CHECK_DIGIT");
  CHECK(update(place).integer("seq") == 2);
  go_back_to_first_format();
  check(update(with(nothing, "jurisdiction", "SG")), "P22", "FORMAT_STATE");
}

TEST_CASE_FIXTURE(Updating,
                  "Update: what is named changes, the rest stays, again changes nothing") {
  const Party before = record("EXP");
  const Json args =
      with(with(nothing, "jurisdiction", "SG"), "roles", Json::Array{Json("shipper")});
  CHECK(update(args).integer("seq") == 2);
  const Party after = record("EXP");
  CHECK(after.jurisdiction.text() == "SG");
  CHECK(after.roles == Set<Role>{Role::shipper});
  CHECK(after.keys == before.keys);
  CHECK(after.place_of_business == before.place_of_business);
  CHECK(after.identity == before.identity);
  CHECK(update(args).changes.empty());
  CHECK(update(nothing).changes.empty());
}

TEST_CASE_FIXTURE(Updating, "Update: a new identity goes to the operator and the party") {
  const auto renamed = identity("Canary EXP Holdings", "91310115MA1K0T014C");
  CHECK(update(named(renamed), {renamed}).ok());
  for (const char* keeper : {"_implicit_org_BankSMSP", "_implicit_org_OperatorMSP"})
    CHECK(world.state.get_private(keeper, contract::opening_key(renamed.commitment)) ==
          renamed.bytes);
  CHECK(record("EXP").identity == renamed.commitment);
  CHECK(update(named(renamed), {renamed}).changes.empty());
}

TEST_CASE_FIXTURE(PartyWorld, "Update: brings a party of the first form to the second") {
  bootstrap();
  go_back_to_first_format();
  CHECK(enrol_as_before("EXP").ok());
  CHECK(world.submit(operator_, "party:SetFormat", Json::Object{{"format", 2}}).ok());
  CHECK_FALSE(record("EXP").acts_since);
  const Json args = Json::Object{{"partyId", test::party_id("EXP").text()}};
  check(world.submit(operator_, "party:Update", with(args, "jurisdiction", "SG")), "P14",
        "ARG_MALFORMED");
  CHECK(world.submit(operator_, "party:Update", with(args, "placeOfBusiness", "CNSHA")).ok());
  CHECK(record("EXP").place_of_business->text() == "CNSHA");
  CHECK(*record("EXP").acts_since == world.now);
}
