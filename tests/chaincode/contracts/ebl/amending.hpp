// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "chaincode/contracts/ebl/amended.hpp"
#include "chaincode/contracts/ebl/document.hpp"
#include "tests/chaincode/contracts/ebl/seeded.hpp"

namespace tradelane::ebl {

/// Other documents than those of the cast, and what is committed to of them.
struct Amending : Seeded {
  /// B1's document as a bill `which`, after `edit`.
  static Json document_of(const std::string& which, const std::function<void(Json&)>& edit = {}) {
    const auto parts = parts_of(*BillId::parse(which));
    Json document = test::with(test::document("B1"), "transportDocumentReference", parts[1]);
    document = test::with(document, "transportDocumentSubReference", parts[2]);
    document = test::with(document, "carrierCode", parts[0]);
    if (edit) edit(document);
    return document;
  }
  /// The same document for so many packages and kilograms in these containers.
  static Json document_for(const std::string& which, std::int64_t packages, std::int64_t kilograms,
                           const std::vector<std::string>& containers) {
    Json::Array equipment;
    Json::Array cargo;
    for (const std::string& container : containers) {
      const bool is_first = cargo.empty();
      equipment.push_back(
          Json::Object{{"equipment", Json::Object{{"equipmentReference", container}}},
                       {"isShipperOwned", false},
                       {"seals", Json::Array{Json(Json::Object{{"number", "S1"}})}}});
      cargo.push_back(Json::Object{
          {"equipmentReference", container},
          {"cargoGrossWeight", Json::Object{{"value", is_first ? kilograms : 0}, {"unit", "KGM"}}},
          {"outerPackaging", Json::Object{{"numberOfPackages", is_first ? packages : 0}}}});
    }
    return document_of(which, [&](Json& json) {
      Json item = (*json.find("consignmentItems")->as_array())[0];
      item = test::with(item, "cargoItems", std::move(cargo));
      json = test::with(json, "consignmentItems", Json::Array{item});
      json = test::with(json, "utilizedTransportEquipments", std::move(equipment));
    });
  }
  /// The openings of a bill `which` with this document, manifest and facts fitting it; one for all.
  static const test::BillOpenings& openings_of(const std::string& which, const Json& document) {
    static std::map<std::string, test::BillOpenings> made;
    const auto at = made.find(canonical(document));
    if (at != made.end()) return at->second;
    return made[canonical(document)] = {
               test::open("issuance", test::issuance(document)),
               test::open("facts", to_json(*facts_of(document, *BillId::parse(which))))};
  }
  static Json commitments_of(const test::BillOpenings& openings) {
    return Json::Object{{"issuance", openings.issuance.commitment.text()},
                        {"facts", openings.facts.commitment.text()}};
  }
  static test::Opening changes_between(const Json& before, const Json& after) {
    return test::open("changes", to_json(amended_places(before, after)));
  }
  /// Issues a bill `which` to IMP, which surrenders it to be amended: status 3.
  void surrendered(const std::string& which, const Json& document, const std::string& reason) {
    const auto& openings = openings_of(which, document);
    const std::string importer = test::party_id("IMP").text();
    Json args = test::with(test::issue_args("B1"), "billId", which);
    args =
        test::with(test::with(args, "holder", importer), "commitments", commitments_of(openings));
    REQUIRE(as("CAR", "Issue", args, openings.transient()).ok());
    const std::string ref = "R-" + which;
    Json request = test::with(amendment(ref, reason), "billId", which);
    request = world.sign(*test::cast()["IMP"].signer, "ebl:RequestSurrender", "bill/" + which, 1,
                         request);
    REQUIRE(as("IMP", "RequestSurrender", request).ok());
    REQUIRE(as("CAR", "AnswerSurrender", test::with(answer(ref, "SURR"), "billId", which)).ok());
  }
  std::optional<Bill> bill_at(const std::string& which) {
    return ledger::Reader(world.state).find(key::bill(*BillId::parse(which)));
  }
  Step step_at(const std::string& which, std::int64_t seq) {
    return *ledger::Reader(world.state).find(key::step(*BillId::parse(which), seq));
  }
};

}  // namespace tradelane::ebl
