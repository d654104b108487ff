// SPDX-License-Identifier: Apache-2.0
#include "chaincode/contracts/ebl/document_fields.hpp"

#include <doctest/doctest.h>

#include "tests/support/fixture.hpp"

using namespace tradelane;
using namespace tradelane::ebl;

namespace {

Json good() { return *parse_json(test::fixture("ebl/valid/order-two-containers.json")); }

std::string fault(const Json& document) { return field_at_fault(document).value_or(""); }

/// What lies at `pointer` in `json`, its parent, and its name there.
Json& at(Json& json, const std::string& pointer) {
  Json* here = &json;
  for (std::size_t begin = 1; begin <= pointer.size();) {
    const auto end = std::min(pointer.find('/', begin), pointer.size());
    const std::string name = pointer.substr(begin, end - begin);
    here = here->as_array() != nullptr ? &here->as_array()->at(std::stoul(name))
                                       : &here->as_object()->at(name);
    begin = end + 1;
  }
  return *here;
}
std::string parent_of(const std::string& pointer) { return pointer.substr(0, pointer.rfind('/')); }
std::string name_of(const std::string& pointer) { return pointer.substr(pointer.rfind('/') + 1); }

std::string fault_without(const std::string& pointer) {
  Json document = good();
  at(document, parent_of(pointer)).as_object()->erase(name_of(pointer));
  return fault(document);
}
std::string fault_with(const std::string& pointer, Json value) {
  Json document = good();
  at(document, parent_of(pointer))
      .as_object()
      ->insert_or_assign(name_of(pointer), std::move(value));
  return fault(document);
}

const std::string item = "/consignmentItems/0";
const std::string cargo = item + "/cargoItems/1";
const std::string used = "/utilizedTransportEquipments/1";
const std::string voyage = "/transports/vesselVoyages/0";

}  // namespace

TEST_CASE("document fields: a good document has no fault") { CHECK(fault(good()) == ""); }

TEST_CASE("document fields: each required one is missed, and so is its type") {
  const std::vector<std::string> required{"/transportDocumentReference",
                                          "/transportDocumentStatus",
                                          "/transportDocumentTypeCode",
                                          "/isShippedOnBoardType",
                                          "/isElectronic",
                                          "/isToOrder",
                                          "/invoicePayableAt",
                                          "/partyContactDetails",
                                          "/partyContactDetails/0/name",
                                          "/documentParties",
                                          "/documentParties/shipper",
                                          "/documentParties/shipper/partyName",
                                          "/documentParties/issuingParty",
                                          "/documentParties/issuingParty/partyName",
                                          "/documentParties/endorsee/partyName",
                                          "/documentParties/endorsee/identifyingCodes/0/partyCode",
                                          "/documentParties/notifyParties/0/partyName",
                                          "/consignmentItems",
                                          item + "/carrierBookingReference",
                                          item + "/descriptionOfGoods",
                                          item + "/HSCodes",
                                          item + "/cargoItems",
                                          cargo + "/equipmentReference",
                                          cargo + "/cargoGrossWeight",
                                          cargo + "/cargoGrossWeight/value",
                                          cargo + "/cargoGrossWeight/unit",
                                          cargo + "/outerPackaging",
                                          "/utilizedTransportEquipments",
                                          used + "/equipment",
                                          used + "/equipment/equipmentReference",
                                          used + "/isShipperOwned",
                                          used + "/seals",
                                          used + "/seals/0/number",
                                          "/termsAndConditions",
                                          "/receiptTypeAtOrigin",
                                          "/deliveryTypeAtDestination",
                                          "/cargoMovementTypeAtOrigin",
                                          "/cargoMovementTypeAtDestination",
                                          "/carrierCode",
                                          "/carrierCodeListProvider",
                                          "/transports",
                                          "/transports/plannedDepartureDate",
                                          "/transports/plannedArrivalDate",
                                          "/transports/portOfLoading",
                                          "/transports/portOfDischarge",
                                          "/transports/vesselVoyages",
                                          voyage + "/vesselName",
                                          voyage + "/carrierExportVoyageNumber"};
  for (const std::string& pointer : required) {
    CAPTURE(pointer);
    CHECK(fault_without(pointer) == pointer);
    // Nothing is an empty list, whatever it should be.
    CHECK(fault_with(pointer, Json::Array{}) == pointer);
    CHECK(fault_with(pointer, Json()) == pointer);
  }
}

TEST_CASE("document fields: what may be left out is looked at when it is there") {
  for (const char* pointer :
       {"/transportDocumentSubReference", "/shippedOnBoardDate", "/documentParties/endorsee",
        "/documentParties/notifyParties", "/documentParties/shipper/identifyingCodes"}) {
    CAPTURE(pointer);
    CHECK(fault_without(pointer) == "");
    CHECK(fault_with(pointer, Json(true)) == pointer);
  }
  CHECK(fault_with("/shippedOnBoardDate", "2026-02-29") == "/shippedOnBoardDate");
  CHECK(fault_with("/declaredValue", "12") == "/declaredValue");
}

TEST_CASE("document fields: at their limits, and one above") {
  struct Limit {
    std::string pointer;
    std::size_t most;
  };
  const Limit limits[] = {{"/transportDocumentReference", 20},
                          {"/transportDocumentSubReference", 100},
                          {"/termsAndConditions", 50'000},
                          {"/carrierCode", 4},
                          {"/documentParties/shipper/partyName", 70},
                          {"/documentParties/notifyParties/0/partyName", 70},
                          {"/documentParties/endorsee/identifyingCodes/0/partyCode", 150},
                          {"/transports/portOfLoading/facility/facilityCode", 6},
                          {"/declaredValueCurrency", 3}};
  for (const Limit& limit : limits) {
    CAPTURE(limit.pointer);
    CHECK(fault_with(limit.pointer, std::string(limit.most, 'A')) == "");
    CHECK(fault_with(limit.pointer, std::string(limit.most + 1, 'A')) == limit.pointer);
    CHECK(fault_with(limit.pointer, "") == limit.pointer);
  }
  const Json party = Json::Object{{"partyName", "N"}};
  const std::string notify = "/documentParties/notifyParties";
  CHECK(fault_with(notify, Json::Array{party, party, party}) == "");
  CHECK(fault_with(notify, Json::Array{party, party, party, party}) == notify);
}

TEST_CASE("document fields: code lists") {
  for (const char* code : {"CY", "SD", "CFS"})
    CHECK(fault_with("/receiptTypeAtOrigin", code) == "");
  for (const char* code : {"", "C", "CY SD", "cy"})
    CHECK(fault_with("/receiptTypeAtOrigin", code) == "/receiptTypeAtOrigin");
  for (const char* unit : {"KGM", "LBR"})
    CHECK(fault_with(cargo + "/cargoGrossWeight/unit", unit) == "");
}

TEST_CASE("document fields: the place is a JSON pointer, whatever the names") {
  CHECK(fault_with("/documentParties/a~b", Json::Object{{"partyName", ""}}) ==
        "/documentParties/a~0b/partyName");
  Json document = good();
  at(document, "/documentParties").as_object()->emplace("a/b", Json::Object{{"partyName", 1}});
  CHECK(fault(document) == "/documentParties/a~1b/partyName");
  CHECK(fault(Json::Array{}) == "");
  CHECK(field_at_fault(Json::Array{}).has_value());
}

TEST_CASE("document fields: value_at") {
  const Json document = *parse_json(R"({"a":{"b":1}})");
  CHECK(value_at(document, "") == &document);
  REQUIRE(value_at(document, "/a/b") != nullptr);
  CHECK(*value_at(document, "/a/b") == Json(1));
  CHECK(value_at(document, "/a/c") == nullptr);
  CHECK(value_at(document, "/a/b/c") == nullptr);
}
