// SPDX-License-Identifier: Apache-2.0
// What else may happen to bills: title and possession in all ways, then a new shape, then the
// goods.
#include "chaincode/contracts/ebl/amended.hpp"
#include "chaincode/contracts/ebl/document.hpp"
#include "tests/scenario/steps.hpp"
#include "tests/support/bills.hpp"

namespace tradelane::scenario {
namespace {

using test::with;

/// The acts on one bill, one after the other; the state that each is made for follows by itself.
class Acts {
 public:
  Acts(std::string bill, std::int64_t seq) : bill_(std::move(bill)), seq_(seq) {}

  Step& act(const std::string& by, const std::string& transaction, const std::string& endorsers,
            Json::Object args = {}) {
    Step step{.number = "T",
              .what = transaction + " of " + bill_ + " by " + by,
              .by = by,
              .transaction = "ebl:" + transaction,
              .endorsers = endorsers,
              .id = bill_,
              .seq = seq_ + 1};
    args.insert_or_assign("billId", bill_);
    step.args = std::move(args);
    if (test::cast()[by].acts_by_signature) step.signatures = {{by, "bill/" + bill_, seq_}};
    seq_ += 1;
    steps.push_back(std::move(step));
    return steps.back();
  }
  /// The recipient's organisation is to keep the document.
  void accept(const std::string& by, const std::string& endorsers,
              const test::BillOpenings& openings) {
    act(by, "AcceptTransfer", endorsers).openings = {openings.issuance, openings.facts};
  }
  /// The holder gives the bill back for an amendment, and the carrier agrees.
  void surrender_to_amend(const std::string& by, const std::string& ref,
                          const std::string& reason) {
    act(by, "RequestSurrender", "OHC",
        {{"surrenderRequestReference", ref}, {"code", "AREQ"}, {"reasonCode", reason}});
    act("CAR", "AnswerSurrender", "OHC", {{"surrenderRequestReference", ref}, {"answer", "SURR"}});
  }

  Steps steps = {};

 private:
  std::string bill_;
  std::int64_t seq_;
};

Json party(const char* alias) { return id26(alias); }
Json commitment(char digit) { return std::string(64, digit); }

/// One for all: an ECDSA signature differs from call to call.
const test::BillOpenings& openings_of(const std::string& bill, const Json& document) {
  static std::map<std::string, test::BillOpenings> made;
  const auto at = made.find(bill);
  if (at != made.end()) return at->second;
  const auto facts = ebl::facts_of(document, *ebl::BillId::parse(bill));
  return made[bill] = {test::open("issuance", test::issuance(document)),
                       test::open("facts", to_json(*facts))};
}

Json::Object commitments(const test::BillOpenings& openings) {
  return {{"issuance", openings.issuance.commitment.text()},
          {"facts", openings.facts.commitment.text()}};
}

/// B2's document for a part of its goods.
Json part_of_b2(const std::string& reference, std::int64_t packages, std::int64_t kilograms) {
  Json document = with(test::document("B2"), "transportDocumentReference", reference);
  Json& item = document.as_object()->at("consignmentItems").as_array()->front();
  Json& cargo = item.as_object()->at("cargoItems").as_array()->front();
  cargo = with(std::move(cargo), "cargoGrossWeight",
               Json::Object{{"value", kilograms}, {"unit", "KGM"}});
  cargo = with(std::move(cargo), "outerPackaging", Json::Object{{"numberOfPackages", packages}});
  return document;
}

/// Title and possession of B2, until IMP has both.
Steps from_hand_to_hand() {
  const test::BillOpenings& openings = test::bill_openings("B2");
  Acts b2(test::bill_id("B2"), 1);
  b2.act("IMP", "Nominate", "OCSH", {{"nominee", party("BKS")}});
  b2.act("EXP", "EndorseToOrder", "OCS", {{"to", party("BKS")}});
  b2.act("BKS", "RejectOwner", "OCS");
  b2.act("EXP", "Sign", "OCS");
  b2.act("EXP", "AttachDocument", "OCS",
         {{"document", commitment('d')}, {"size", 4096}, {"mediaType", "application/pdf"}});
  b2.act("CAR", "AddRemark", "OCS", {{"comment", commitment('e')}, {"length", 12}});
  b2.act("EXP", "Transfer", "OCS", {{"to", party("BK2")}});
  b2.accept("BK2", "OC2", openings);
  b2.act("BK2", "RejectHolder", "OC2");
  b2.act("EXP", "Transfer", "OCS", {{"to", party("IMP")}});
  b2.act("IMP", "DeclineTransfer", "OCH");
  b2.act("EXP", "Transfer", "OCS", {{"to", party("IMP")}});
  b2.accept("IMP", "OCH", openings);
  b2.act("IMP", "TransferOwners", "OCH", {{"owner", party("BKS")}, {"holder", party("BKS")}});
  b2.accept("BKS", "OCS", openings);
  b2.act("BKS", "RejectBoth", "OCS");
  b2.act("IMP", "Pledge", "OCH",
         {{"loanId", id26("LOAN9")}, {"pledgee", party("BK2")}, {"possession", "PLEDGEE"}});
  Step& taken = b2.act("BK2", "AcceptPledge", "OCH2", {{"loanId", id26("LOAN9")}});
  taken.openings = {openings.issuance, openings.facts};
  b2.act("BK2", "EnforcePledge", "OC2", {{"stage", "NOTICE"}});
  b2.act("BK2", "ReleasePledge", "OC2");
  b2.act("IMP", "RequestSurrender", "OHC",
         {{"surrenderRequestReference", "T-1"}, {"code", "AREQ"}, {"reasonCode", "COD"}});
  b2.act("IMP", "CancelSurrender", "OHC");
  b2.surrender_to_amend("IMP", "T-2", "COD");
  return std::move(b2.steps);
}

/// B2 becomes two bills; the goods of one are handed out, the other is to bearer.
Steps in_two_parts() {
  const std::string first = "TSTC/TSTCPART1/1";
  const std::string second = "TSTC/TSTCPART2/1";
  const auto& one = openings_of(first, part_of_b2("TSTCPART1", 500, 4'000));
  const auto& two = openings_of(second, part_of_b2("TSTCPART2", 300, 2'400));
  const auto child = [](const std::string& id, const test::BillOpenings& openings) {
    return Json(Json::Object{{"billId", id}, {"commitments", commitments(openings)}});
  };
  Acts b2(test::bill_id("B2"), 25);
  Step& split = b2.act("CAR", "Split", "OCH",
                       {{"children", Json::Array{child(first, one), child(second, two)}}});
  split.openings = {test::bill_openings("B2").facts, one.issuance, one.facts, two.issuance,
                    two.facts};
  split.more_entries = {{"ebl.Split", first, 1, {}}, {"ebl.Split", second, 1, {}}};
  Acts goods(first, 1);
  goods.act("IMP", "RequestSurrender", "OHC",
            {{"surrenderRequestReference", "T-3"}, {"code", "SREQ"}});
  goods.act("CAR", "AnswerSurrender", "OHC",
            {{"surrenderRequestReference", "T-3"}, {"answer", "SURR"}});
  goods.act("CAR", "RecordDelivery", "OHC", {{"delivered", 200}}).openings = {one.facts};
  Acts bearer(second, 1);
  bearer.act("IMP", "BlankEndorse", "OHC");
  bearer.act("IMP", "Transfer", "OHC", {{"to", party("BK2")}});
  bearer.accept("BK2", "OC2", two);
  Steps out = std::move(b2.steps);
  for (Steps* more : {&goods.steps, &bearer.steps})
    out.insert(out.end(), more->begin(), more->end());
  return out;
}

/// B1 is issued anew with other terms.
Steps anew() {
  const test::BillOpenings& openings = test::bill_openings("B1");
  const std::string next = "TSTC/TSTCSHA2603001/2";
  Json document = with(test::document("B1"), "transportDocumentSubReference", "2");
  document = with(std::move(document), "termsAndConditions", "Canary terms, second edition");
  const auto& amended = openings_of(next, document);
  const auto changes =
      test::open("changes", to_json(ebl::amended_places(test::document("B1"), document)));
  Acts b1(test::bill_id("B1"), 1);
  b1.act("EXP", "Transfer", "OCS", {{"to", party("IMP")}});
  b1.accept("IMP", "OCH", openings);
  b1.surrender_to_amend("IMP", "T-4", "COD");
  Step& reissue = b1.act(
      "CAR", "Reissue", "OCH",
      {{"newBillId", next},
       {"commitments", with(Json(commitments(amended)), "changes", changes.commitment.text())}});
  reissue.more_entries = {{"ebl.Reissue", next, 1, {}}};
  reissue.openings = {openings.issuance, amended.issuance, amended.facts, changes};
  return std::move(b1.steps);
}

}  // namespace

Steps title_story(const Setting& setting) {
  Steps out{bootstrap()};
  for (const auto& [alias, role] : test::cast().all())
    out.push_back(register_party(alias, setting));
  for (const auto& [alias, role] : test::cast().all()) out.push_back(accept_terms(alias));
  out.push_back(issue_bill("B1"));
  out.push_back(issue_bill("B2"));
  for (Steps part : {from_hand_to_hand(), in_two_parts(), anew()})
    out.insert(out.end(), part.begin(), part.end());
  return out;
}

std::vector<Query> title_queries() {
  const Json bill = Json::Object{{"billId", test::bill_id("B2")}};
  const Json unknown = with(with(bill, "checksum", std::string(64, '0')), "salt", "c2FsdA==");
  return {{.by = "IMP", .function = "ebl:History", .args = bill},
          {.by = "IMP", .function = "ebl:History", .args = with(bill, "after", 20)},
          {.by = "IMP", .function = "ebl:EndorsementChain", .args = with(bill, "form", "END")},
          {.by = "IMP", .function = "ebl:EndorsementChain", .args = with(bill, "form", "PINT")},
          {.by = "CAR", .function = "ebl:EndorsementChain", .args = with(bill, "form", "SUR")},
          {.by = "CAR", .function = "ebl:ProveControl", .args = with(bill, "nonce", "n-1")},
          {.by = "BK2", .function = "ebl:ListHeld", .args = Json::Object{{"party", id26("BK2")}}},
          {.by = "CAR", .function = "ebl:Verify", .args = unknown}};
}

}  // namespace tradelane::scenario
