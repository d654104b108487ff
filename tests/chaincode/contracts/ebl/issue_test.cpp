// SPDX-License-Identifier: Apache-2.0
// Tests also: chaincode/contracts/ebl/issuance.cpp
#include <doctest/doctest.h>

#include "chaincode/contract/openings.hpp"
#include "chaincode/contracts/ebl/document.hpp"
#include "tests/chaincode/contracts/ebl/ebl_world.hpp"
#include "tests/support/fixture.hpp"

using namespace tradelane;
using ebl::check;
using test::with;

namespace {

struct Issuing : ebl::EblWorld {
  /// Issues B1 with this issuance request and these facts in place of the right ones.
  test::Answer issue_with(const Json& issuance, const Json& facts) {
    const auto one = test::open("issuance", issuance);
    const auto two = test::open("facts", facts);
    const Json args =
        with(test::issue_args("B1"), "commitments",
             Json::Object{{"issuance", one.commitment.text()}, {"facts", two.commitment.text()}});
    return as("CAR", "Issue", args, test::transient({one, two}));
  }
};

}  // namespace

TEST_CASE_FIXTURE(Issuing, "Issue: every refusal, in order of precedence") {
  const Json good = test::issue_args("B1");
  const Json issuance = test::issuance(test::document("B1"));
  const Json facts = test::bill_facts("B1");
  const Json other_facts = with(facts, "packages", 491);
  const Json other_goods = test::issuance(test::document("B2"));
  const Json unsigned_request = with(issuance, "issuanceManifestSignedContent", "no.j.ws");
  const Json addressee = with(issuance, "issueTo", Json::Object{{"partyName", "Somebody"}});
  const Json picture =
      with(issuance, "eBLVisualisationByCarrier", Json::Object{{"content", "cGRm"}});

  check(as("EXP", "Issue", good), "A10", "AUTH_DENIED");
  check(as("CAR", "Issue", with(good, "holder", test::party_id("NOBODY").text())), "B4",
        "PARTY_UNKNOWN");
  check(as("CAR", "Issue", with(good, "owner", test::party_id("NOBODY").text())), "B4",
        "PARTY_UNKNOWN");
  check(as("CAR", "Issue", good), "A6", "PRIVATE_MISSING");
  check(issue_with(other_goods, other_facts), "B5", "EBL_TD_INVALID");
  check(issue_with(unsigned_request, other_facts), "B6", "EBL_BSIG");
  check(issue_with(addressee, other_facts), "B7", "EBL_CHECKSUM");
  check(issue_with(picture, other_facts), "B7", "EBL_CHECKSUM");
  check(issue_with(issuance, other_facts), "B8", "PRIVATE_VALUE");
  CHECK(test::issue_bill(world, "B1").integer("seq") == 1);
  CHECK(test::issue_bill(world, "B1").changes.empty());
  check(as("CAR", "Issue", with(good, "legalBasis", "OTHER")), "B3", "EBL_DUPLICATE");
}

TEST_CASE_FIXTURE(Issuing, "Issue: a manifest that somebody else signed, or another algorithm") {
  const Json document = test::document("B1");
  Json issuance = test::issuance(document);
  const Json manifest = Json::Object{{"documentChecksum", ebl::checksum(document)},
                                     {"issueToChecksum", ebl::checksum(*issuance.find("issueTo"))}};
  for (const auto kind : {crypto::KeyKind::p256, crypto::KeyKind::ed25519}) {
    const auto stranger = crypto::PrivateKey::generate(kind);
    issuance = with(issuance, "issuanceManifestSignedContent",
                    crypto::sign_jws(stranger, canonical(manifest), "CAR-1"));
    check(issue_with(issuance, test::bill_facts("B1")), "B6", "EBL_BSIG");
  }
}

TEST_CASE_FIXTURE(Issuing, "Issue: the document is of the bill's kind") {
  const auto issued_as = [&](const char* kind, const char* owner) {
    const Json args =
        with(with(test::issue_args("B1"), "kind", kind), "owner", test::party_id(owner).text());
    return as("CAR", "Issue", args, test::bill_openings("B1").transient());
  };
  check(issued_as("STRAIGHT", "IMP"), "B174", "EBL_TD_INVALID");
  check(issued_as("BLANK", "IMP"), "B177", "ARG_MALFORMED");
  check(issued_as("BLANK", "EXP"), "B178", "EBL_TD_INVALID");
  CHECK(issued_as("ORDER", "IMP").ok());
}

TEST_CASE_FIXTURE(Issuing, "Issue: straight and to bearer, with documents that say so") {
  struct Row {
    const char* kind;
    const char* owner;
    const char* file;
  };
  for (const Row& row :
       {Row{"STRAIGHT", "IMP", "straight-reefer"}, Row{"BLANK", "EXP", "blank-dry"}}) {
    CAPTURE(row.kind);
    const auto bytes = test::fixture("ebl/valid/" + std::string(row.file) + ".json");
    const Json document = *parse_json(bytes);
    const std::string which =
        "TSTC/" + *document.find("transportDocumentReference")->as_string() + "/1";
    const auto facts = to_json(*ebl::facts_of(document, *ebl::BillId::parse(which)));
    const test::BillOpenings openings{test::open("issuance", test::issuance(document)),
                                      test::open("facts", facts)};
    Json args = with(with(test::issue_args("B1"), "kind", row.kind), "owner",
                     test::party_id(row.owner).text());
    args = with(with(args, "billId", which), "commitments",
                Json::Object{{"issuance", openings.issuance.commitment.text()},
                             {"facts", openings.facts.commitment.text()}});
    CHECK(as("CAR", "Issue", args, openings.transient()).integer("seq") == 1);
  }
}

TEST_CASE_FIXTURE(Issuing, "Issue: B6, a manifest that says until when it holds, or for whom") {
  const Json document = test::document("B1");
  const Json issuance = test::issuance(document);
  const Json manifest = Json::Object{{"documentChecksum", ebl::checksum(document)},
                                     {"issueToChecksum", ebl::checksum(*issuance.find("issueTo"))}};
  const auto answer_with = [&](const char* claim, const Json& value) {
    const test::Signer& carrier = *test::cast()["CAR"].signer;
    const std::string jws =
        crypto::sign_jws(carrier.key, canonical(with(manifest, claim, value)), carrier.kid);
    // Facts that do not agree come after the manifest.
    return issue_with(with(issuance, "issuanceManifestSignedContent", jws),
                      with(test::bill_facts("B1"), "packages", 491));
  };
  constexpr std::int64_t long_ago = 1;
  constexpr std::int64_t far_ahead = 4'102'444'800;
  check(answer_with("exp", far_ahead), "B8", "PRIVATE_VALUE");
  check(answer_with("exp", long_ago), "B6", "EBL_BSIG");
  check(answer_with("nbf", long_ago), "B8", "PRIVATE_VALUE");
  check(answer_with("nbf", far_ahead), "B6", "EBL_BSIG");
  check(answer_with("iat", far_ahead), "B6", "EBL_BSIG");
  check(answer_with("iss", "CAR"), "B8", "PRIVATE_VALUE");
  check(answer_with("aud", "another platform"), "B6", "EBL_BSIG");
}

TEST_CASE_FIXTURE(Issuing, "Issue: the same again by another carrier is no repetition") {
  issue();
  edit_party("BKS", [](contract::Party& party) {
    party.roles = Set<contract::Role>::of({contract::Role::bank, contract::Role::carrier});
  });
  check(as("BKS", "Issue", test::issue_args("B1")), "B3", "EBL_DUPLICATE");
}

TEST_CASE_FIXTURE(Issuing, "Issue: B4, a suspended holder") {
  suspend("EXP");
  check(test::issue_bill(world, "B1"), "B4", "PARTY_INACTIVE");
}

TEST_CASE_FIXTURE(Issuing,
                  "Issue: carrier and holder keep the document, the channel sees none of it") {
  issue();
  const auto& openings = test::bill_openings("B1");
  for (const char* msp : {"CarrierMSP", "BankSMSP"})
    CHECK(world.state.get_private("_implicit_org_" + std::string(msp),
                                  contract::opening_key(openings.issuance.commitment)) ==
          openings.issuance.bytes);
  for (const auto& [place, value] : world.state.state())
    if (place.collection.empty()) CHECK(value.find("Canary") == std::string::npos);
}

TEST_CASE_FIXTURE(Issuing, "Issue: B179, a bill signed with a key that was stolen is found again") {
  const std::string before = world.now.text();
  issue();
  const auto& carrier = *test::cast()["CAR"].signer;
  const Json self = Json::Object{{"partyId", test::party_id("CAR").text()}};
  world.now = world.now.plus_seconds(60);
  const Json revoke =
      Json::Array{Json::Object{{"kid", carrier.kid}, {"from", before}, {"reason", "COMPROMISED"}}};
  CHECK(world.submit(test::actor(world, "CAR"), "party:RotateKey", with(self, "revoke", revoke))
            .ok());
  const Json asked = Json::Object{{"kid", carrier.kid}, {"from", before}};
  const auto answer =
      world.evaluate(test::actor(world, "CAR"), "party:Get", with(self, "acts", asked));
  REQUIRE(answer.ok());
  const auto& acts = *answer.payload.find("acts")->find("acts")->as_array();
  REQUIRE(acts.size() == 1);
  const Json& act = *acts[0].find("act");
  CHECK(*act.find("subject")->as_string() == "bill/" + test::bill_id("B1"));
  CHECK(*act.find("transaction")->as_string() == "ebl:Issue");
}
