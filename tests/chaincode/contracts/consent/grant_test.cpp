// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "tests/chaincode/contracts/consent/consent_world.hpp"

using namespace tradelane;
using test::with;

namespace {

struct Requested : consent::ConsentWorld {
  Json good = test::consent_grant("C1", test::consent_terms("BKH"));

  Requested() { CHECK(submit("BKH", "Request", test::consent_request("C1", "BKH", "EXP")).ok()); }
};

}  // namespace

TEST_CASE_FIXTURE(Requested, "Grant: every refusal, in order of precedence") {
  const Json terms = test::consent_terms("BKH");
  const Json wider = test::consent_grant(
      "C1", with(terms, "categories", Json::Array{Json("BANK_ACCOUNT"), Json("CUSTOMS_DECL")}));
  const Json senseless = test::consent_grant("C1", with(terms, "purposes", Json::Array{}));
  const Json weak = with(*good.find("signatory"), "assurance", "WORD_OF_MOUTH");
  const Json nobody = with(*good.find("signatory"), "role", "");
  CHECK(submit("CDP", "Grant", with(good, "consentId", test::consent_id("C9"))).rule == "C7");
  CHECK(submit("CDP", "Grant", with(good, "consentId", test::consent_id("C9"))).token ==
        "CNS_UNKNOWN");
  CHECK(submit("BKH", "Grant", good).rule == "C8");
  CHECK(submit("CDP", "Grant", good).rule == "A1");
  Json forged = sign("EXP", "Grant", 1, good);
  CHECK(submit("CDP", "Grant", with(forged, "signatory", nobody)).token == "CNS_SIG_INVALID");
  CHECK(submit("CDP", "Grant", sign("EXP", "Grant", 1, senseless)).rule == "C11");
  CHECK(submit("CDP", "Grant", sign("EXP", "Grant", 1, with(wider, "signatory", weak))).rule ==
        "C12");
  CHECK(submit("CDP", "Grant", sign("EXP", "Grant", 1, wider)).token == "CNS_WIDENED");
  CHECK(submit("CDP", "Grant", sign("EXP", "Grant", 1, with(good, "signatory", weak))).rule ==
        "C13");
  CHECK(submit("CDP", "Grant", sign("EXP", "Grant", 1, with(good, "signatory", nobody))).token ==
        "CNS_SIGNATORY");
  const Json signed_grant = sign("EXP", "Grant", 1, good);
  CHECK(submit("CDP", "Grant", signed_grant).integer("seq") == 2);
  CHECK(submit("CDP", "Grant", signed_grant).changes.empty());
  const auto again = submit("CDP", "Grant", sign("EXP", "Grant", 2, good));
  CHECK(again.rule == "C9");
  CHECK(again.token == "CNS_STATE");
}

TEST_CASE_FIXTURE(Requested, "Grant: A14 and A15 hold for the owner, whoever submits for it") {
  const Json late = sign("EXP", "Grant", 1, good);
  const auto owner = contract::key::party(test::party_id("EXP"));
  auto party = *ledger::Reader(world.state).find(owner);
  party.terms.reset();
  world.state.apply(ledger::Changes{}.put(owner, party));
  CHECK(submit("CDP", "Grant", late).rule == "A15");
  CHECK(submit("CDP", "Grant", late).token == "TERMS_NOT_ACCEPTED");
  party.state = contract::PartyState::suspended;
  world.state.apply(ledger::Changes{}.put(owner, party));
  CHECK(submit("CDP", "Grant", late).rule == "A14");
  CHECK(submit("CDP", "Grant", late).token == "PARTY_INACTIVE");
}

TEST_CASE_FIXTURE(Requested, "Grant: C10, an answer at the last second and one too late") {
  world.now = *Timestamp::parse("2026-08-31T23:59:59Z");
  const Json in_time = sign("EXP", "Grant", 1, good);
  world.now = world.now.plus_seconds(1);
  const auto late = submit("CDP", "Grant", in_time);
  CHECK(late.rule == "C10");
  CHECK(late.token == "CNS_LAPSED");
  world.now = world.now.plus_seconds(-1);
  CHECK(submit("CDP", "Grant", in_time).ok());
}

TEST_CASE_FIXTURE(Requested, "Grant: less than was asked for, brought by the owner's own bank") {
  const Json narrow = test::consent_grant(
      "C1", with(test::consent_terms("BKH"), "categories", Json::Array{Json("CUSTOMS_DECL")}));
  CHECK(submit("EXP", "Grant", sign("EXP", "Grant", 1, narrow)).integer("seq") == 2);
}
