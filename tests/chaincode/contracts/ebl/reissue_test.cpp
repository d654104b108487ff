// SPDX-License-Identifier: Apache-2.0
// Tests also: chaincode/contracts/ebl/successor.cpp
#include "chaincode/contracts/ebl/successor.hpp"
#include "tests/chaincode/contracts/ebl/amending.hpp"

using namespace tradelane;
using namespace tradelane::ebl;
using test::with;

namespace {

struct Reissuing : Amending {
  const std::string next = "TSTC/TSTCSHA2603001/2";
  const std::string elsewhere = "TSTC/SWITCHED/1";
  Json document =
      document_of(next, [](Json& json) { json = with(json, "termsAndConditions", "N"); });

  /// The call for a bill `to` with this document; `told` may be another list of changes.
  test::Answer replace(const std::string& transaction, const std::string& to, const Json& content,
                       const std::optional<Json>& told = {}) {
    const auto& openings = openings_of(to, content);
    const auto changes =
        told ? test::open("changes", *told) : changes_between(test::document("B1"), content);
    const Json args = with(with(id, "newBillId", to), "commitments",
                           with(commitments_of(openings), "changes", changes.commitment.text()));
    return as("CAR", transaction, args,
              test::transient({openings.issuance, openings.facts, changes,
                               test::bill_openings("B1").issuance}));
  }
  test::Answer reissue() { return replace("Reissue", next, document); }
  Json with_shipper(const std::string& to) const {
    return document_of(to, [](Json& json) {
      Json parties = *json.find("documentParties");
      const Json shipper = with(*parties.find("shipper"), "partyName", "Canary Trader");
      json = with(json, "documentParties", with(parties, "shipper", shipper));
    });
  }
};

}  // namespace

TEST_CASE_FIXTURE(Reissuing, "Reissue: every refusal, in order of precedence") {
  const Json bare = with(with(id, "newBillId", elsewhere), "commitments",
                         Json::Object{{"issuance", std::string(64, '1')},
                                      {"facts", std::string(64, '2')},
                                      {"changes", std::string(64, '3')}});
  check(as("CAR", "Reissue", bare), "B1", "EBL_UNKNOWN");
  deliver();
  check(signed_by("IMP", "Reissue", 3, bare), "B119", "EBL_NOT_ENTITLED");
  check(as("CAR", "Reissue", bare), "B120", "EBL_STATE");
  CHECK(signed_by("IMP", "RequestSurrender", 3, amendment("R1", "SWI")).ok());
  check(as("CAR", "Reissue", bare), "B120", "EBL_STATE");
  CHECK(as("CAR", "AnswerSurrender", answer("R1", "SURR")).ok());
  check(as("CAR", "Reissue", bare), "B121", "EBL_STATE");
}

TEST_CASE_FIXTURE(Reissuing, "Reissue: the new bill, in order of precedence") {
  surrender_to_amend("COD");
  for (const char* wrong : {"TSTC/SWITCHED/1", "TSTC/TSTCSHA2603001/3", "TSTX/TSTCSHA2603001/2"})
    check(replace("Reissue", wrong, document_of(wrong)), "B124", "EBL_VERSION");
  Bill taken = bill();
  taken.id = *BillId::parse(next);
  put(taken);
  suspend("IMP");
  check(reissue(), "B122", "EBL_DUPLICATE");
  world.state.apply(ledger::Changes{}.erase(key::bill(taken.id)));
  check(reissue(), "B4", "PARTY_INACTIVE");
  edit_party("IMP", [](contract::Party& party) { party.state = contract::PartyState::active; });
  const Json unsound =
      Json::Object{{"billId", test::bill_id("B1")},
                   {"newBillId", next},
                   {"commitments", Json::Object{{"issuance", std::string(64, '1')},
                                                {"facts", std::string(64, '2')},
                                                {"changes", std::string(64, '3')}}}};
  check(as("CAR", "Reissue", unsound), "A6", "PRIVATE_MISSING");
  const Json too_few = Json::Array{Json("/termsAndConditions")};
  check(replace("Reissue", next, with_shipper(next), too_few), "B123", "PRIVATE_VALUE");
  check(replace("Reissue", next, with_shipper(next)), "B125", "EBL_TD_INVALID");
  CHECK(reissue().integer("seq") == 6);
  CHECK(reissue().changes.empty());
}

TEST_CASE_FIXTURE(Reissuing, "Reissue: the document is checked as that of a first bill") {
  surrender_to_amend("COD");
  const auto& good = openings_of(next, document);
  const auto changes = changes_between(test::document("B1"), document);
  const auto reissue_with = [&](const test::Opening& issuance, const test::Opening& facts) {
    const Json commitments = Json::Object{{"issuance", issuance.commitment.text()},
                                          {"facts", facts.commitment.text()},
                                          {"changes", changes.commitment.text()}};
    return as("CAR", "Reissue", with(with(id, "newBillId", next), "commitments", commitments),
              test::transient({issuance, facts, changes, test::bill_openings("B1").issuance}));
  };
  const Json request = test::issuance(document);
  check(reissue_with(test::bill_openings("B1").issuance, good.facts), "B5", "EBL_TD_INVALID");
  check(reissue_with(
            test::open("issuance", with(request, "issuanceManifestSignedContent", "no.j.ws")),
            good.facts),
        "B6", "EBL_BSIG");
  check(reissue_with(test::open("issuance", with(request, "issueTo", Json::Object{})), good.facts),
        "B7", "EBL_CHECKSUM");
  check(
      reissue_with(good.issuance, test::open("facts", with(test::bill_facts("B1"), "packages", 1))),
      "B8", "PRIVATE_VALUE");
  // What is amended can only be told with the old document.
  const Json commitments = with(commitments_of(good), "changes", changes.commitment.text());
  check(as("CAR", "Reissue", with(with(id, "newBillId", next), "commitments", commitments),
           test::transient({good.issuance, good.facts, changes})),
        "A6", "PRIVATE_MISSING");
}

TEST_CASE_FIXTURE(Reissuing, "Reissue: links both ways, and the same hands") {
  surrender_to_amend("COD");
  const auto done = reissue();
  CHECK(done.ok());
  CHECK(bill().status == Status::voided);
  CHECK(bill().links->replaced_by == Set<BillId>{*BillId::parse(next)});
  const auto born = bill_at(next);
  REQUIRE(born);
  CHECK(born->status == Status::issued);
  CHECK(born->holder == test::party_id("IMP"));
  CHECK(born->owner == test::party_id("IMP"));
  CHECK(born->links->replaces == Set<BillId>{bill_key()});
  CHECK(born->seq == 1);
  CHECK(step_at(next, 1).recipient == test::party_id("IMP"));
  CHECK(step_at(next, 1).payload == step_at(test::bill_id("B1"), 6).payload);
  check(signed_by("IMP", "Transfer", 6, to("EXP")), "B40", "EBL_STATE");
  check(test::issue_bill(world, "B1"), "B3", "EBL_DUPLICATE");
  CHECK(done.changes.entries().size() == 2);
}

TEST_CASE_FIXTURE(Reissuing, "Reissue: MLETR 16, who has the document sees what was amended") {
  surrender_to_amend("COD");
  CHECK(reissue().ok());
  const Json ask = Json::Object{{"billId", next}, {"open", true}};
  for (const char* alias : {"CAR", "IMP"}) {
    const auto seen = as(alias, "Get", ask);
    REQUIRE(seen.payload.find("changes") != nullptr);
    CHECK(canonical(*seen.payload.find("changes")) ==
          R"(["/termsAndConditions","/transportDocumentSubReference"])");
  }
  CHECK(as("BK2", "Get", ask).payload.find("changes") == nullptr);
  CHECK(as("CAR", "Get", test::without(ask, "open")).payload.find("changes") == nullptr);
  CHECK(as("CAR", "Get", with(id, "open", true)).payload.find("changes") == nullptr);
}

TEST_CASE_FIXTURE(Reissuing, "Reissue: a reissued bill is surrendered and reissued again") {
  surrender_to_amend("COD");
  CHECK(reissue().ok());
  const auto on_next = [&](const std::string& transaction, std::int64_t seq, const Json& args) {
    return as("IMP", transaction,
              world.sign(*test::cast()["IMP"].signer, "ebl:" + transaction, "bill/" + next, seq,
                         with(args, "billId", next)));
  };
  CHECK(on_next("RequestSurrender", 1, amendment("R2", "COD")).ok());
  CHECK(as("CAR", "AnswerSurrender", with(answer("R2", "SURR"), "billId", next)).ok());
  const std::string third = "TSTC/TSTCSHA2603001/3";
  const auto& openings = openings_of(third, document_of(third));
  const auto changes = changes_between(document, document_of(third));
  const Json args = Json::Object{
      {"billId", next},
      {"newBillId", third},
      {"commitments", with(commitments_of(openings), "changes", changes.commitment.text())}};
  CHECK(as("CAR", "Reissue", args,
           test::transient(
               {openings.issuance, openings.facts, changes, openings_of(next, document).issuance}))
            .ok());
  CHECK(bill_at(next)->links->replaces == Set<BillId>{bill_key()});
  CHECK(bill_at(next)->links->replaced_by == Set<BillId>{*BillId::parse(third)});
}

TEST_CASE_FIXTURE(Reissuing,
                  "SwitchBill: B121, not for a bill that is to have another destination") {
  surrender_to_amend("COD");
  check(replace("SwitchBill", elsewhere, with_shipper(elsewhere)), "B121", "EBL_STATE");
}

TEST_CASE_FIXTURE(Reissuing, "SwitchBill: other parties under another reference") {
  surrender_to_amend("SWI");
  for (const char* wrong : {"TSTC/TSTCSHA2603001/3", "TSTX/SWITCHED/1"})
    check(replace("SwitchBill", wrong, document_of(wrong)), "B126", "EBL_VERSION");
  check(replace("SwitchBill", test::bill_id("B1"), document_of(test::bill_id("B1"))), "B126",
        "EBL_VERSION");
  check(replace("SwitchBill", elsewhere, with_shipper(elsewhere), Json::Array{}), "B123",
        "PRIVATE_VALUE");
  CHECK(replace("SwitchBill", elsewhere, with_shipper(elsewhere)).integer("seq") == 6);
  CHECK(bill().status == Status::voided);
  CHECK(bill_at(elsewhere)->links->replaces == Set<BillId>{bill_key()});
  CHECK(bill_at(elsewhere)->holder == test::party_id("IMP"));
}

TEST_CASE_FIXTURE(Reissuing, "SwitchBill: also the next version of the same document") {
  surrender_to_amend("SWI");
  Bill taken = bill();
  taken.id = *BillId::parse(elsewhere);
  put(taken);
  check(replace("SwitchBill", elsewhere, document_of(elsewhere)), "B122", "EBL_DUPLICATE");
  CHECK(replace("SwitchBill", next, with_shipper(next)).ok());
}

TEST_CASE("successor: which sub-reference follows which") {
  const auto is_next = [](const std::string& next, const std::string& old) {
    return follows(*BillId::parse("TSTC/A/" + next), *BillId::parse("TSTC/A/" + old));
  };
  CHECK(is_next("2", "1"));
  CHECK(is_next("10", "9"));
  CHECK(is_next("100", "99"));
  CHECK(is_next("20", "19"));
  CHECK(is_next("B", "A"));
  CHECK_FALSE(is_next("3", "1"));
  CHECK_FALSE(is_next("1", "1"));
  CHECK_FALSE(is_next("02", "1"));
  CHECK_FALSE(is_next("A", "1"));
}
