// SPDX-License-Identifier: Apache-2.0
// The transport documents of fixtures/ebl: `valid` begins with the kind, `invalid` with the rule
// that it breaks and the kind.
#include "chaincode/contracts/ebl/document_rules.hpp"

#include <algorithm>
#include <filesystem>

#include <doctest/doctest.h>

#include "chaincode/contracts/ebl/document.hpp"
#include "tests/support/fixture.hpp"

using namespace tradelane;
using namespace tradelane::ebl;

namespace {

std::vector<std::string> names_in(const std::string& folder) {
  std::vector<std::string> out;
  for (const auto& file : std::filesystem::directory_iterator(
           std::filesystem::path(TRADELANE_SOURCE_DIR) / "fixtures/ebl" / folder))
    out.push_back(file.path().stem().string());
  std::sort(out.begin(), out.end());
  return out;
}

Kind kind_of(const std::string& word) {
  if (word == "straight") return Kind::straight;
  REQUIRE((word == "order" || word == "blank"));
  return word == "order" ? Kind::order : Kind::blank;
}

std::string word(const std::string& name, std::size_t index) {
  std::size_t begin = 0;
  for (; index > 0; --index) begin = name.find('-', begin) + 1;
  return name.substr(begin, name.find('-', begin) - begin);
}

Json document(const std::string& path) { return *parse_json(test::fixture("ebl/" + path)); }

Result<BillFacts> checked(const Json& document, Kind kind) {
  const auto text = [&](const char* name) { return *document.find(name)->as_string(); };
  const auto id = BillId::parse(text("carrierCode") + "/" + text("transportDocumentReference") +
                                "/" + text("transportDocumentSubReference"));
  auto facts = facts_of(document, *id);
  if (!facts) return facts;
  if (const auto fits = check_kind(document, kind); !fits) return fits.error();
  if (const auto fits = check_bearer(document, kind); !fits) return fits.error();
  return facts;
}

}  // namespace

TEST_CASE("fixtures: documents that are well, and their facts") {
  const std::map<std::string, std::string> expected{
      {"blank-dry",
       R"({"carrierCode":"TSTC","containers":["TSTU4300010"],"grossWeightG":"18240000",)"
       R"("hs6":["520524"],"packages":760,"partLoad":false,"tdr":"TSTCSHA2604103"})"},
      {"order-dangerous-goods",
       R"({"carrierCode":"TSTC","containers":["TSTU4400019"],"grossWeightG":"9120750",)"
       R"("hs6":["850760"],"packages":456,"partLoad":false,"tdr":"TSTCSHA2604104"})"},
      {"order-part-load-in-pounds",
       R"({"carrierCode":"TSTC","containers":["TSTU4500018"],"grossWeightG":"500086",)"
       R"("hs6":["848790"],"packages":14,"partLoad":true,"tdr":"TSTCSHA2604105"})"},
      {"order-two-containers",
       R"({"carrierCode":"TSTC","containers":["TSTU4100011","TSTU4100027"],)"
       R"("grossWeightG":"14400500","hs6":["853690","903020"],"packages":600,)"
       R"("partLoad":false,"tdr":"TSTCSHA2604101"})"},
      {"straight-reefer",
       R"({"carrierCode":"TSTC","containers":["TSTU4200010"],"grossWeightG":"21350250",)"
       R"("hs6":["030722"],"packages":1780,"partLoad":false,"tdr":"TSTCSHA2604102"})"}};
  REQUIRE(names_in("valid").size() == expected.size());
  for (const std::string& name : names_in("valid")) {
    CAPTURE(name);
    const auto facts = checked(document("valid/" + name + ".json"), kind_of(word(name, 0)));
    REQUIRE_MESSAGE(facts.ok(), facts.error().message());
    CHECK(canonical(to_json(*facts)) == expected.at(name));
  }
}

TEST_CASE("fixtures: documents that are not, each with its rule and place") {
  struct Row {
    const char* rule;
    const char* token;
    const char* kind;
    const char* name;
    const char* at;
  };
  const Row rows[] = {
      {"B160", "EBL_TD_INVALID", "straight", "sea-waybill", "/transportDocumentTypeCode"},
      {"B161", "EBL_TD_INVALID", "order", "on-paper", "/isElectronic"},
      {"B162", "EBL_TD_INVALID", "order", "consignee-and-endorsee", "/documentParties/endorsee"},
      {"B163", "EBL_TD_INVALID", "straight", "endorsee", "/documentParties/endorsee"},
      {"B164", "EBL_TD_INVALID", "order", "endorsee-without-code",
       "/documentParties/endorsee/identifyingCodes"},
      {"B165", "EBL_TD_INVALID", "order", "shipper-without-address-or-code",
       "/documentParties/shipper"},
      {"B166", "EBL_TD_INVALID", "order", "nowhere-to-pay", "/invoicePayableAt"},
      {"B167", "EBL_TD_INVALID", "order", "contact-cannot-be-reached", "/partyContactDetails/0"},
      {"B168", "EBL_TD_INVALID", "order", "three-originals", "/numberOfOriginalsWithoutCharges"},
      {"B169", "EBL_TD_INVALID", "order", "both-dates", "/receivedForShipmentDate"},
      {"B170", "EBL_TD_INVALID", "blank", "value-without-currency", "/declaredValueCurrency"},
      {"B171", "EBL_TD_INVALID", "order", "dangerous-goods-without-package-code",
       "/consignmentItems/0/cargoItems/0/outerPackaging/packageCode"},
      {"B172", "EBL_TD_INVALID", "order", "container-twice",
       "/utilizedTransportEquipments/1/equipment/equipmentReference"},
      {"B173", "EBL_TD_INVALID", "order", "cargo-in-unknown-container",
       "/consignmentItems/0/cargoItems/1/equipmentReference"},
      {"B174", "EBL_TD_INVALID", "straight", "to-order", "/isToOrder"},
      {"B175", "EBL_TD_INVALID", "straight", "without-consignee", "/documentParties/consignee"},
      {"B176", "EBL_TD_INVALID", "order", "without-endorsee", "/documentParties/endorsee"},
      {"B178", "EBL_TD_INVALID", "blank", "with-endorsee", "/documentParties/endorsee"},
      {"B5", "EBL_TD_INVALID", "order", "facility-code-too-long",
       "/transports/portOfLoading/facility/facilityCode"},
      {"B5", "EBL_TD_INVALID", "order", "no-seal-number",
       "/utilizedTransportEquipments/0/seals/0/number"},
      {"B5", "EBL_TD_INVALID", "order", "weight-in-tonnes",
       "/consignmentItems/0/cargoItems/0/cargoGrossWeight/unit"}};
  REQUIRE(names_in("invalid").size() == std::size(rows));
  for (const Row& row : rows) {
    const std::string name = std::string(row.rule) + "-" + row.kind + "-" + row.name;
    CAPTURE(name);
    const auto facts = checked(document("invalid/" + name + ".json"), kind_of(row.kind));
    REQUIRE_FALSE(facts.ok());
    CHECK(facts.error().message().starts_with(row.token));
    CHECK(facts.error().rule == row.rule);
    CHECK(facts.error().at == "/document" + std::string(row.at));
  }
}
