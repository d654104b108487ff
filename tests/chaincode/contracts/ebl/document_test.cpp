// SPDX-License-Identifier: Apache-2.0
#include "chaincode/contracts/ebl/document.hpp"

#include <doctest/doctest.h>

#include "tests/support/bills.hpp"

using namespace tradelane;
using namespace tradelane::ebl;
using test::with;

namespace {

const BillId b1 = *BillId::parse(test::bill_id("B1"));

/// Where facts_of finds fault with `document`, "" when nowhere.
std::string fault(const Json& document) {
  const auto facts = facts_of(document, b1);
  return facts ? "" : facts.error().at;
}

/// The document with one member of its first cargo item replaced.
Json with_cargo(const char* name, const Json& value) {
  Json document = test::document("B1");
  Json& item = document.as_object()->at("consignmentItems").as_array()->front();
  Json& cargo = item.as_object()->at("cargoItems").as_array()->front();
  cargo.as_object()->insert_or_assign(name, value);
  return document;
}

Json weight(const char* value, const char* unit) {
  return Json::Object{{"value", Json::Number{value}}, {"unit", unit}};
}

}  // namespace

TEST_CASE("document: the facts that are matched later") {
  const auto facts = facts_of(test::document("B1"), b1);
  REQUIRE(facts.ok());
  CHECK(canonical(to_json(*facts)) ==
        R"({"carrierCode":"TSTC","containers":["TSTU3000018"],"grossWeightG":"12500500",)"
        R"("hs6":["847150","851762"],"packages":490,"partLoad":false,"tdr":"TSTCSHA2603001"})");
  CHECK(facts_of(with(test::document("B1"), "cargoMovementTypeAtOrigin", "LCL"), b1)->part_load);
}

TEST_CASE("document: every required field is missed") {
  const Json document = test::document("B1");
  for (const auto& [name, value] : *document.as_object()) {
    CAPTURE(name);
    CHECK(fault(test::without(document, name)) == "/document/" + name);
  }
}

TEST_CASE("document: each thing that is wrong has its place") {
  const Json good = test::document("B1");
  struct Row {
    Json document;
    const char* at;
  };
  const Row rows[] = {
      {good, ""},
      {with(good, "carrierCode", "OTHR"), "/document/carrierCode"},
      {with(good, "transportDocumentReference", "X"), "/document/transportDocumentReference"},
      {with(good, "transportDocumentSubReference", "2"), "/document/transportDocumentSubReference"},
      {with(good, "transportDocumentSubReference", "1"), ""},
      {with(good, "transportDocumentTypeCode", "SWB"), "/document/transportDocumentTypeCode"},
      {with(good, "isElectronic", false), "/document/isElectronic"},
      {with(good, "consignmentItems", Json::Array{}), "/document/consignmentItems"},
      {with(good, "utilizedTransportEquipments", Json::Array{}),
       "/document/utilizedTransportEquipments"},
      {with_cargo("cargoGrossWeight", weight("200000000", "LBR")), ""},
      {with_cargo("cargoGrossWeight", weight("200000000.001", "LBR")),
       "/document/consignmentItems/0/cargoItems/0/cargoGrossWeight"},
      {with_cargo("cargoGrossWeight", weight("1", "TNE")),
       "/document/consignmentItems/0/cargoItems/0/cargoGrossWeight/unit"},
      {with_cargo("cargoGrossWeight", weight("1.2345", "KGM")),
       "/document/consignmentItems/0/cargoItems/0/cargoGrossWeight"},
      {with_cargo("cargoGrossWeight", weight("-1", "KGM")),
       "/document/consignmentItems/0/cargoItems/0/cargoGrossWeight"},
      {with_cargo("cargoGrossWeight", weight("0.001", "KGM")), ""},
      {with_cargo("outerPackaging", Json::Object{}),
       "/document/consignmentItems/0/cargoItems/0/outerPackaging/numberOfPackages"},
      {with_cargo("outerPackaging", Json::Object{{"numberOfPackages", 9'007'199'254'740'991}}),
       "/document/consignmentItems/0/cargoItems/1/outerPackaging/numberOfPackages"},
      {with_cargo("equipmentReference", "XXXX0000000"),
       "/document/consignmentItems/0/cargoItems/0/equipmentReference"},
      {with(good, "shippedOnBoardDate", "2026-02-30"), "/document/shippedOnBoardDate"},
      {with(good, "termsAndConditions", std::string(50'000, 't')), ""},
      {with(good, "termsAndConditions", std::string(50'001, 't')), "/document/termsAndConditions"},
      {with(good, "receiptTypeAtOrigin", "CY SD"), "/document/receiptTypeAtOrigin"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.at);
    CHECK(fault(row.document) == row.at);
  }
  CHECK(fault(Json()) == "/document");
}

TEST_CASE("document: pounds become grams, to the nearest") {
  const auto grams = [](const char* pounds) {
    const Json document = with_cargo("cargoGrossWeight", weight(pounds, "LBR"));
    // The other cargo item has half a ton.
    return facts_of(document, b1)->gross_weight_g.value - 500'000;
  };
  CHECK(grams("0") == 0);
  CHECK(grams("0.001") == 0);
  CHECK(grams("0.002") == 1);
  CHECK(grams("1") == 454);
  CHECK(grams("1102.5") == 500'086);
  CHECK(grams("200000000") == 90'718'474'000);
}

TEST_CASE("document: MLETR 6, what it does not know is kept, and hashed") {
  const Json document = test::document("B1");
  const Json more = with(document, "vendor~field/x", Json::Object{{"a", 1}});
  CHECK(fault(more) == "");
  CHECK(checksum(more) != checksum(document));
  CHECK(canonical(*parse_json(canonical(more))) == canonical(more));
}

TEST_CASE("document: without a version it is the first one, and no other bill's") {
  const auto second = *BillId::parse("TSTC/TSTCSHA2603001/2");
  const Json document = test::document("B1");
  const auto facts = facts_of(document, second);
  CHECK((facts ? "" : facts.error().at) == "/document/transportDocumentSubReference");
  CHECK(facts_of(with(document, "transportDocumentSubReference", "2"), second));
}

TEST_CASE("bill id: three parts of capitals and digits") {
  CHECK(BillId::parse("TSTC/" + std::string(20, 'A') + "/1"));
  for (const std::string& bad :
       {std::string("TSTC/A"), std::string("TSTC//1"), std::string("TSTC/a/1"),
        "TSTC/" + std::string(21, 'A') + "/1", std::string("A/B/C/D"), std::string("/A/B")})
    CHECK_FALSE(BillId::parse(bad));
}
