// SPDX-License-Identifier: Apache-2.0
// Tests also: chaincode/contracts/party/identity.cpp
#include <doctest/doctest.h>

#include "tests/chaincode/contracts/party/party_world.hpp"

using namespace tradelane;
using namespace tradelane::party;
using test::with;

namespace {

const char* const legacy = "91350203M0001QAY9B";

test::Opening lawful(const char* type, const std::string& id) {
  return test::open("lawful", Json::Object{{"type", type}, {"id", id}});
}

struct Allowing : PartyWorld {
  Allowing() { bootstrap(); }
  test::Answer allow(const test::Opening& opening) {
    const Json commitments = Json::Object{{"lawful", opening.commitment.text()}};
    return world.submit(operator_, "party:AllowIdentifier",
                        Json::Object{{"commitments", commitments}}, test::transient({opening}));
  }
  /// EXP with this identifier, and what is said to be lawful.
  test::Answer enrol_with(const std::string& id, const std::vector<test::Opening>& said = {}) {
    const auto identity = test::open(
        "identity",
        Json::Object{{"legalName", "Canary EXP Limited"},
                     {"address", "1 Canary Road"},
                     {"identifiers", Json::Array{Json::Object{{"type", "USCC"}, {"id", id}}}}});
    Json::Object commitments{{"identity", identity.commitment.text()}};
    std::vector<test::Opening> openings{identity};
    if (!said.empty())
      commitments.emplace("lawful", Json::Array{Json(said.front().commitment.text())});
    openings.insert(openings.end(), said.begin(), said.end());
    return world.submit(operator_, "party:Register",
                        with(test::cast().registration("EXP"), "commitments", commitments),
                        test::transient(openings));
  }
};

}  // namespace

TEST_CASE_FIXTURE(Allowing, "AllowIdentifier: P16, only what is nearly right") {
  const std::pair<const char*, const char*> rows[] = {
      {"USCC", "91310115MA1K0T014C"},   // right as it stands
      {"USCC", "91350203M0001QAY8B"},   // the organisation code fails too
      {"USCC", "91350203M0001QAY9"},    // too short
      {"LEI", "984500TESTHKBANK0163"},  // there is no lawful LEI with a wrong check
  };
  for (const auto& [type, id] : rows) {
    CAPTURE(id);
    check(allow(lawful(type, id)), "P16", "ID_CHECK_DIGIT");
  }
  const test::Opening good = lawful("USCC", legacy);
  const Json args = Json::Object{{"commitments", Json::Object{{"lawful", good.commitment.text()}}}};
  check(world.submit(operator_, "party:AllowIdentifier", args), "A6", "PRIVATE_MISSING");
  check(world.submit(world.actor("BankSMSP"), "party:AllowIdentifier", args), "A10", "AUTH_DENIED");
  CHECK(allow(good).ok());
  CHECK(allow(good).changes.empty());
}

TEST_CASE_FIXTURE(Allowing,
                  "Register: a legacy code passes with a warning when it is on the list") {
  // The four codes of hk-domain.md 4.6.
  for (const char* id : {legacy, "91350100M0001TGQXM", "91350211M0000XUF46", "91350203M0001FUE2P"})
    CHECK(allow(lawful("USCC", id)).ok());
  check(enrol_with(legacy), "P13", "ID_CHECK_DIGIT");
  const auto enrolled = enrol_with(legacy, {lawful("USCC", legacy)});
  CHECK(enrolled.ok());
  CHECK(enrolled.text("code") == "LEGACY_WARN");
  const auto again = enrol_with(legacy, {lawful("USCC", legacy)});
  CHECK(again.changes.empty());
  CHECK(again.text("code") == "LEGACY_WARN");
}

TEST_CASE_FIXTURE(Allowing, "Register: P15 for what is on no list, A9 for what is not meant") {
  check(enrol_with(legacy, {lawful("USCC", legacy)}), "P15", "ID_CHECK_DIGIT");
  CHECK(allow(lawful("USCC", legacy)).ok());
  check(enrol_with("91310115MA1K0T014C", {lawful("USCC", legacy)}), "A9", "PRIVATE_VALUE");
  check(enrol_with("91350100M0001TGQXM", {lawful("USCC", legacy)}), "A9", "PRIVATE_VALUE");
}

TEST_CASE_FIXTURE(Allowing, "AllowIdentifier: the channel does not see which") {
  CHECK(allow(lawful("USCC", legacy)).ok());
  for (const auto& [place, value] : world.state.state()) {
    CHECK(place.key.find(legacy) == std::string::npos);
    if (place.collection.empty()) CHECK(value.find(legacy) == std::string::npos);
  }
}
