// SPDX-License-Identifier: Apache-2.0
#include "tests/chaincode/contracts/ebl/oracle/papers.hpp"

#include "chaincode/contracts/ebl/amended.hpp"
#include "chaincode/contracts/ebl/document.hpp"
#include "tests/chaincode/contracts/ebl/oracle/shape.hpp"

namespace tradelane::oracle {
namespace {

using test::with;

Json equipment(const std::string& container) {
  return Json::Object{{"equipment", Json::Object{{"equipmentReference", container}}},
                      {"isShipperOwned", false},
                      {"seals", Json::Array{Json(Json::Object{{"number", "S1"}})}}};
}

Json cargo(const std::string& container, std::int64_t packages, std::int64_t kilograms) {
  return Json::Object{{"equipmentReference", container},
                      {"cargoGrossWeight", Json::Object{{"value", kilograms}, {"unit", "KGM"}}},
                      {"outerPackaging", Json::Object{{"numberOfPackages", packages}}}};
}

}  // namespace

Json document_of(const std::string& bill, const std::string& text) {
  const auto reference = Reference::of(bill);
  const auto goods = Goods::parse(text);
  Json::Array containers;
  Json::Array items;
  for (const auto& container : goods.containers) {
    const bool is_first = items.empty();
    containers.push_back(equipment(container));
    items.push_back(
        cargo(container, is_first ? goods.packages : 0, is_first ? goods.kilograms : 0));
  }
  Json document = with(test::document("B1"), "transportDocumentReference", reference.document);
  document = with(document, "transportDocumentSubReference", reference.version);
  document = with(document, "carrierCode", reference.carrier);
  document = with(document, "utilizedTransportEquipments", std::move(containers));
  const Json item =
      with((*document.find("consignmentItems")->as_array())[0], "cargoItems", std::move(items));
  document = with(document, "consignmentItems", Json::Array{item});
  Json parties = *document.find("documentParties");
  parties = with(parties, "shipper",
                 with(*parties.find("shipper"), "partyName", "Canary " + goods.shipper));
  if (goods.to == "STRAIGHT") parties = with(parties, "consignee", *parties.find("endorsee"));
  if (goods.to != "ORDER") parties = test::without(parties, "endorsee");
  document = with(document, "isToOrder", goods.to != "STRAIGHT");
  return with(document, "documentParties", parties);
}

const test::BillOpenings& openings_of(const std::string& bill, const std::string& goods) {
  static std::map<std::string, test::BillOpenings> made;
  const std::string name = bill + " " + goods;
  const auto at = made.find(name);
  if (at != made.end()) return at->second;
  const Json document = document_of(bill, goods);
  const auto facts = ebl::facts_of(document, *ebl::BillId::parse(bill));
  return made[name] = {test::open("issuance", test::issuance(document)),
                       test::open("facts", to_json(*facts))};
}

test::Opening changes_between(const Json& before, const Json& after, bool is_short) {
  auto places = ebl::amended_places(before, after);
  if (is_short && !places.empty()) places.pop_back();
  return test::open("changes", to_json(places));
}

}  // namespace tradelane::oracle
