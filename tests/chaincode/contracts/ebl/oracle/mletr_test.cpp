// SPDX-License-Identifier: Apache-2.0
// The law article by article: ebl.md 4, the rows of the UNCITRAL model law (MLETR). What needs a
// network is in tests/scenario/race_test.cpp and tests/fabric/race_test.cpp.
#include <doctest/doctest.h>

#include "chaincode/contract/openings.hpp"
#include "chaincode/contracts/ebl/document.hpp"
#include "tests/chaincode/contracts/ebl/ebl_world.hpp"
#include "tests/chaincode/contracts/ebl/oracle/walk.hpp"

using namespace tradelane;
using ebl::check;
using test::with;

namespace {

struct Law : ebl::EblWorld {
  /// B1 with this document, facts and manifest fitting it.
  test::BillOpenings openings_for(const Json& document) const {
    return {test::open("issuance", test::issuance(document)),
            test::open("facts", test::bill_facts("B1"))};
  }
  test::Answer issue_with(const test::BillOpenings& openings) {
    const Json commitments = Json::Object{{"issuance", openings.issuance.commitment.text()},
                                          {"facts", openings.facts.commitment.text()}};
    return as("CAR", "Issue", with(test::issue_args("B1"), "commitments", commitments),
              openings.transient());
  }
  std::optional<Json> document_as_seen_by(const std::string& alias) {
    const auto answer = as(alias, "Get", with(id, "open", true));
    const Json* issuance = answer.payload.find("issuance");
    if (issuance == nullptr) return std::nullopt;
    return *issuance->find("document");
  }
  Json history() { return *as("BKH", "History", id).payload.find("steps"); }
  void surrender_for_delivery() {
    deliver();
    CHECK(signed_by("IMP", "RequestSurrender", 3, surrender("R1")).ok());
    CHECK(as("CAR", "AnswerSurrender", answer("R1", "SURR")).ok());
  }
};

}  // namespace

TEST_CASE_FIXTURE(Law, "MLETR 6: fields that nobody asked for are kept and hashed") {
  const Json document =
      with(test::document("B1"), "vendorField", Json::Object{{"z", 1}, {"a", Json::Array{"x"}}});
  const auto openings = openings_for(document);
  REQUIRE(issue_with(openings).ok());
  CHECK(canonical(*document_as_seen_by("EXP")) == canonical(document));
  CHECK(ebl::checksum(document) != ebl::checksum(test::document("B1")));
}

TEST_CASE_FIXTURE(Law, "MLETR 6: a field that is added after the signature is noticed") {
  Json issuance = test::issuance(test::document("B1"));
  issuance = with(issuance, "document", with(test::document("B1"), "vendorField", 1));
  check(issue_with({test::open("issuance", issuance), test::open("facts", test::bill_facts("B1"))}),
        "B7", "EBL_CHECKSUM");
}

TEST_CASE_FIXTURE(Law, "MLETR 7: nobody is given a bill who has not agreed to the rulebook") {
  issue();
  edit_party("IMP", [](contract::Party& party) { party.terms.reset(); });
  check(signed_by("EXP", "Transfer", 1, to("IMP")), "B12", "PARTY_INACTIVE");
}

TEST_CASE_FIXTURE(Law, "MLETR 8: the document can be read after the goods were delivered") {
  surrender_for_delivery();
  for (const char* alias : {"CAR", "EXP", "IMP"}) {
    CAPTURE(alias);
    const auto document = document_as_seen_by(alias);
    REQUIRE(document);
    CHECK(canonical(*document) == canonical(test::document("B1")));
  }
}

TEST_CASE_FIXTURE(Law, "MLETR 8: the document can be read after the keys have changed") {
  issue();
  for (const char* alias : {"CAR", "EXP"})
    edit_party(alias, [&](contract::Party& party) {
      for (auto& key : party.keys) key.valid_to = world.now.plus_seconds(-1);
    });
  check(signed_by("EXP", "Transfer", 1, to("IMP")), "A2", "ACT_KEY");
  CHECK(document_as_seen_by("EXP"));
}

TEST_CASE_FIXTURE(Law, "MLETR 9: a manifest or an act that somebody else has signed is refused") {
  Json issuance = test::issuance(test::document("B1"));
  std::string jws = *issuance.find("issuanceManifestSignedContent")->as_string();
  jws.back() = jws.back() == 'A' ? 'Q' : 'A';
  issuance = with(issuance, "issuanceManifestSignedContent", jws);
  check(issue_with({test::open("issuance", issuance), test::open("facts", test::bill_facts("B1"))}),
        "B6", "EBL_BSIG");
  issue();
  Json signed_act = test::sign_bill(world, "EXP", "Transfer", "B1", 1, to("IMP"));
  check(as("EXP", "Transfer", with(signed_act, "to", test::party_id("BKH").text())), "A3",
        "ACT_SIG_INVALID");
  check(as("BKH", "Transfer", signed_act), "B2", "AUTH_DENIED");
}

TEST_CASE_FIXTURE(Law, "MLETR 10(1)(b)(i): there is one record for one bill, for ever") {
  issue();
  const Json other = with(test::issue_args("B1"), "holder", test::party_id("BKH").text());
  check(as("CAR", "Issue", other, test::bill_openings("B1").transient()), "B3", "EBL_DUPLICATE");
}

TEST_CASE_FIXTURE(Law,
                  "MLETR 10(1)(b)(i): the bill of goods that were delivered is not issued again") {
  surrender_for_delivery();
  check(test::issue_bill(world, "B1"), "B3", "EBL_DUPLICATE");
}

TEST_CASE("MLETR 10(1)(b)(ii): one controller from the issue to the end, whatever is tried") {
  oracle::Walk walk(10'102);
  CHECK(walk.run(800) == "");
}

TEST_CASE_FIXTURE(Law, "MLETR 11(2): who has transferred the bill has no right in it any more") {
  issue();
  CHECK(signed_by("EXP", "Transfer", 1, to("IMP")).ok());
  CHECK(signed_by("IMP", "AcceptTransfer", 2, id, test::bill_openings("B1").transient()).ok());
  check(signed_by("EXP", "Transfer", 3, to("BKH")), "B9", "EBL_NOT_HOLDER");
  check(signed_by("EXP", "Pledge", 3, offer("BKH")), "B18", "EBL_NOT_HOLDER");
  check(signed_by("EXP", "RequestSurrender", 3, surrender("R1")), "B28", "EBL_NOT_HOLDER");
  check(signed_by("EXP", "DeclineTransfer", 3, id), "B16", "EBL_STATE");
}

TEST_CASE_FIXTURE(Law, "MLETR 12: every change is a step, and every refusal leaves nothing") {
  issue();
  const auto before = world.state;
  CHECK_FALSE(signed_by("IMP", "Transfer", 1, to("BKH")).ok());
  CHECK(world.state == before);
  CHECK(signed_by("EXP", "Transfer", 1, to("IMP")).ok());
  CHECK(history().as_array()->size() == 2);
}

TEST_CASE_FIXTURE(Law, "MLETR 13: each step says when, in UTC") {
  deliver();
  const Json steps = history();
  for (const Json& step : *steps.as_array()) {
    const std::string at = *step.find("at")->as_string();
    CHECK(Timestamp::parse(at) == world.now);
    CHECK(at.back() == 'Z');
  }
}

TEST_CASE_FIXTURE(Law, "MLETR 19: a bill counts wherever its parties are at home") {
  edit_party("EXP", [](contract::Party& party) { party.jurisdiction = *Country::parse("SG"); });
  edit_party("CAR", [](contract::Party& party) { party.jurisdiction = *Country::parse("DK"); });
  deliver();
  CHECK(bill().holder == test::party_id("IMP"));
}
