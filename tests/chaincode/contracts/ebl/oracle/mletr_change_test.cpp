// SPDX-License-Identifier: Apache-2.0
// The law article by article, continued: integrity, proof of control, endorsement, amendment,
// change of medium, dividing and combining, joint holders.
#include "tests/chaincode/contracts/ebl/amending.hpp"

using namespace tradelane;
using namespace tradelane::ebl;
using test::with;

namespace {

const std::string one = "TSTU3000018";
const std::string two = "TSTU3000023";

struct Changing : Amending {
  const std::string next = "TSTC/TSTCSHA2603001/2";

  std::string verified(const Json& document) {
    const Json opening = *parse_json(test::bill_openings("B1").issuance.bytes);
    const Json asked =
        with(with(id, "checksum", checksum(document)), "salt", *opening.find("salt")->as_string());
    return as("EXP", "Verify", asked).text("reason");
  }
  Json to_paper() const {
    return with(with(with(id, "paperSet", "P-1"), "originals", 3), "statement",
                std::string(64, 'd'));
  }
  test::Answer from_paper(const std::string& into, bool has_statement) {
    const auto& openings = openings_of(into, document_of(into));
    Json args = with(test::issue_args("B1"), "billId", into);
    args = with(with(args, "commitments", commitments_of(openings)), "paperSet", "OLD-1");
    args = with(with(args, "originals", 3), "surrenderedOriginals", 3);
    if (has_statement) args = with(args, "statement", std::string(64, 'e'));
    return as("CAR", "ConvertFromPaper", args, openings.transient());
  }
};

}  // namespace

TEST_CASE_FIXTURE(
    Changing, "MLETR 10(1)(b)(iii), 10(2): one letter changed is seen, a signature changes none") {
  issue();
  Json changed = test::document("B1");
  changed = with(changed, "transportDocumentReference", "TSTCSHA2603002");
  CHECK(verified(test::document("B1")) == "MATCHES");
  CHECK(verified(changed) == "OTHER_CHECKSUM");
  const Digest before = bill().issuance;
  CHECK(signed_by("EXP", "Sign", 1, id).ok());
  CHECK(bill().seq == 2);
  CHECK(bill().issuance == before);
  CHECK(verified(test::document("B1")) == "MATCHES");
}

TEST_CASE_FIXTURE(Changing, "MLETR 11(1): one controller is named, and nobody else can act") {
  deliver();
  const Json asked = with(id, "nonce", "n-1");
  CHECK(as("BKH", "ProveControl", asked).text("controller") == test::party_id("IMP").text());
  check(signed_by("EXP", "Transfer", 3, to("BKH")), "B9", "EBL_NOT_HOLDER");
  CHECK(signed_by("IMP", "Transfer", 3, to("EXP")).ok());
}

TEST_CASE_FIXTURE(Changing, "MLETR 14: nobody is registered without a place of business") {
  const Json complete =
      with(test::cast().registration("EXP"), "partyId", test::party_id("NEW").text());
  const auto registers = [&](const Json& args) {
    return world.submit(test::actor(world, "OPR"), "party:Register", args,
                        test::transient({test::cast().identity("EXP")}));
  };
  check(registers(test::without(complete, "placeOfBusiness")), "P14", "ARG_MALFORMED");
  CHECK(registers(complete).ok());
}

TEST_CASE_FIXTURE(Changing,
                  "MLETR 15: endorsed to order, by name and in blank, each by the owner") {
  deliver();
  CHECK(acts("IMP", "EndorseToOrder", to("BKS")).ok());
  CHECK(bill().owner == test::party_id("BKS"));
  CHECK(acts("IMP", "Transfer", to("BKS")).ok());
  CHECK(acts("BKS", "AcceptTransfer", id, test::bill_openings("B1").transient()).ok());
  check(acts("IMP", "BlankEndorse", id), "B51", "EBL_NOT_HOLDER");
  CHECK(acts("BKS", "BlankEndorse", id).ok());
  CHECK(newest().action_code == "BLANK_ENDORSE");
  CHECK(acts("BKS", "Transfer", to("BKH")).ok());
  CHECK(acts("BKH", "AcceptTransfer", id, test::bill_openings("B1").transient()).ok());
  CHECK(bill().owner == test::party_id("BKH"));
}

TEST_CASE_FIXTURE(Changing,
                  "MLETR 16: what was amended is told, and both versions name the other") {
  surrender_to_amend("COD");
  const Json document =
      document_of(next, [](Json& json) { json = with(json, "termsAndConditions", "N"); });
  const auto& openings = openings_of(next, document);
  const auto reissue = [&](const test::Opening& changes) {
    const Json args = with(with(id, "newBillId", next), "commitments",
                           with(commitments_of(openings), "changes", changes.commitment.text()));
    return as("CAR", "Reissue", args,
              test::transient({openings.issuance, openings.facts, changes,
                               test::bill_openings("B1").issuance}));
  };
  check(reissue(test::open("changes", Json::Array{Json("/termsAndConditions")})), "B123",
        "PRIVATE_VALUE");
  CHECK(reissue(changes_between(test::document("B1"), document)).ok());
  CHECK(bill().links->replaced_by == Set<BillId>{*BillId::parse(next)});
  CHECK(bill_at(next)->links->replaces == Set<BillId>{bill_key()});
}

TEST_CASE_FIXTURE(Changing, "MLETR 17: paper becomes electronic with a statement, and only once") {
  check(from_paper(next, false), "A11", "ARG_MALFORMED");
  CHECK(from_paper(next, true).ok());
  check(from_paper("TSTC/OTHER/1", true), "B130", "EBL_PAPER_LIVE");
  CHECK(bill_at(next)->changed_medium);
  CHECK(bill_at(next)->links->paper_ref == "OLD-1");
  const auto paper = ledger::Reader(world.state).find(key::paper("TSTC", "OLD-1"));
  CHECK(paper->state == PaperState::surrendered);
}

TEST_CASE_FIXTURE(Changing, "MLETR 18: once there is paper, nobody acts on the electronic bill") {
  surrender_to_amend("SWTP");
  CHECK(as("CAR", "ConvertToPaper", to_paper()).ok());
  check(signed_by("IMP", "Transfer", 6, to("EXP")), "B40", "EBL_STATE");
  check(signed_by("IMP", "Sign", 6, id), "B40", "EBL_STATE");
  check(signed_by("IMP", "RequestSurrender", 6, surrender("R2")), "B40", "EBL_STATE");
  CHECK(as("BKH", "ProveControl", with(id, "nonce", "n")).text("controller").empty());
}

TEST_CASE_FIXTURE(Changing, "MLETR dividing, combining: nothing gained, and the old bill is dead") {
  const std::string whole = "TSTC/WHOLE/1";
  const Json document = document_for(whole, 100, 2'000, {one, two});
  surrendered(whole, document, "COD");
  const auto split = [&](std::int64_t second_packages) {
    const std::string a = "TSTC/PARTA/1";
    const std::string b = "TSTC/PARTB/1";
    const auto& first = openings_of(a, document_for(a, 60, 1'500, {one, two}));
    const auto& second = openings_of(b, document_for(b, second_packages, 500, {two}));
    const Json children =
        Json::Array{Json(Json::Object{{"billId", a}, {"commitments", commitments_of(first)}}),
                    Json(Json::Object{{"billId", b}, {"commitments", commitments_of(second)}})};
    return as("CAR", "Split", Json::Object{{"billId", whole}, {"children", children}},
              test::transient({openings_of(whole, document).facts, first.issuance, first.facts,
                               second.issuance, second.facts}));
  };
  check(split(41), "B136", "EBL_QUANTITY_MISMATCH");
  CHECK_FALSE(bill_at("TSTC/PARTA/1"));
  CHECK(split(40).ok());
  CHECK(bill_at(whole)->status == Status::split);
  CHECK(bill_at("TSTC/PARTA/1")->links->split_from == BillId::parse(whole));
}

TEST_CASE_FIXTURE(Changing, "MLETR joint holders: two who hold as one act only together") {
  issue();
  const test::Signer& first = *test::cast()["EXP"].signer;
  const test::Signer second{first.party, "EXP-J",
                            crypto::PrivateKey::generate(crypto::KeyKind::p256)};
  edit_party("EXP", [&](contract::Party& party) {
    auto key = party.keys.front();
    const crypto::Jwk jwk = second.key.public_key().jwk();
    key.kid = second.kid;
    key.jwk = {.kty = jwk.kty, .crv = jwk.crv, .x = jwk.x, .y = jwk.y};
    party.keys.push_back(key);
    party.signatures_needed = 2;
  });
  const Json by_one = test::sign_bill(world, "EXP", "Transfer", "B1", 1, to("IMP"));
  check(as("EXP", "Transfer", by_one), "A1", "ACT_MISSING");
  const std::string subject = "bill/" + test::bill_id("B1");
  CHECK(as("EXP", "Transfer", world.sign(second, "ebl:Transfer", subject, 1, by_one)).ok());
}
