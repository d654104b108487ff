// SPDX-License-Identifier: Apache-2.0
#include "chaincode/contracts/ebl/document.hpp"

#include <array>
#include <charconv>

#include "chaincode/crypto/digest.hpp"

namespace tradelane::ebl {
namespace {

constexpr std::size_t gram_digits = 3;
constexpr const char* first_version = "1";
constexpr std::int64_t most_packages = (std::int64_t{1} << 53) - 1;

// ebl.md 2.3: required at the top of a transport document.
constexpr std::array<std::string_view, 19> required{"transportDocumentReference",
                                                    "transportDocumentStatus",
                                                    "transportDocumentTypeCode",
                                                    "isShippedOnBoardType",
                                                    "isElectronic",
                                                    "isToOrder",
                                                    "invoicePayableAt",
                                                    "partyContactDetails",
                                                    "documentParties",
                                                    "consignmentItems",
                                                    "utilizedTransportEquipments",
                                                    "termsAndConditions",
                                                    "receiptTypeAtOrigin",
                                                    "deliveryTypeAtDestination",
                                                    "cargoMovementTypeAtOrigin",
                                                    "cargoMovementTypeAtDestination",
                                                    "carrierCode",
                                                    "carrierCodeListProvider",
                                                    "transports"};

Error invalid(const std::string& at) {
  return refuse(Code::ebl_td_invalid, "B5", at).with_at("/document" + at);
}

const Json* at(const Json* json, std::string_view name) {
  return json == nullptr ? nullptr : json->find(name);
}

std::string text(const Json* json) {
  return json != nullptr && json->as_string() != nullptr ? *json->as_string() : "";
}

bool is_true(const Json* json) {
  return json != nullptr && json->as_bool() != nullptr && *json->as_bool();
}

/// A decimal number of kilograms with at most three places, in grams.
std::optional<Decimal> grams(const Json* json) {
  if (json == nullptr || json->as_number() == nullptr) return std::nullopt;
  std::string digits = json->as_number()->text;
  const auto dot = digits.find('.');
  const std::size_t places = dot == std::string::npos ? 0 : digits.size() - dot - 1;
  if (places > gram_digits) return std::nullopt;
  if (dot != std::string::npos) digits.erase(dot, 1);
  digits.append(gram_digits - places, '0');
  const auto first = digits.find_first_not_of('0');
  return Decimal::parse(first == std::string::npos ? "0" : digits.substr(first));
}

Result<> add_cargo(const Json& cargo, const std::string& where, BillFacts& facts) {
  const Json* weight = at(&cargo, "cargoGrossWeight");
  const auto value = grams(at(weight, "value"));
  if (!value || text(at(weight, "unit")) != "KGM") return invalid(where + "/cargoGrossWeight");
  const auto sum = add(facts.gross_weight_g, *value);
  if (!sum) return invalid(where + "/cargoGrossWeight");
  facts.gross_weight_g = *sum;
  const Json* packaging = at(&cargo, "outerPackaging");
  const Json* number = at(packaging, "numberOfPackages");
  const auto packages = number == nullptr ? std::nullopt : number->as_integer();
  if (!packages || *packages < 0 || *packages > most_packages - facts.packages)
    return invalid(where + "/outerPackaging/numberOfPackages");
  facts.packages += *packages;
  if (!facts.containers.contains(text(at(&cargo, "equipmentReference"))))
    return invalid(where + "/equipmentReference");
  return Done{};
}

Result<> add_hs_codes(const Json& item, const std::string& where, std::vector<std::string>& codes) {
  const Json* list = at(&item, "HSCodes");
  if (list == nullptr || list->as_array() == nullptr || list->as_array()->empty())
    return invalid(where + "/HSCodes");
  for (const Json& code : *list->as_array()) {
    const std::string digits = text(&code).substr(0, 6);
    if (digits.size() != 6 || !std::all_of(digits.begin(), digits.end(), is_digit))
      return invalid(where + "/HSCodes");
    codes.push_back(digits);
  }
  return Done{};
}

Result<> read_items(const Json& document, BillFacts& facts) {
  const Json* items = document.find("consignmentItems");
  if (items->as_array() == nullptr || items->as_array()->empty())
    return invalid("/consignmentItems");
  std::vector<std::string> codes;
  for (std::size_t i = 0; i < items->as_array()->size(); ++i) {
    const Json& item = (*items->as_array())[i];
    const std::string where = "/consignmentItems/" + std::to_string(i);
    if (const auto done = add_hs_codes(item, where, codes); !done) return done.error();
    const Json* cargo = at(&item, "cargoItems");
    if (cargo == nullptr || cargo->as_array() == nullptr || cargo->as_array()->empty())
      return invalid(where + "/cargoItems");
    for (std::size_t k = 0; k < cargo->as_array()->size(); ++k) {
      const std::string place = where + "/cargoItems/" + std::to_string(k);
      if (const auto done = add_cargo((*cargo->as_array())[k], place, facts); !done)
        return done.error();
    }
  }
  facts.hs6 = Set<std::string>::of(codes);
  return Done{};
}

Result<> read_containers(const Json& document, BillFacts& facts) {
  const Json* list = document.find("utilizedTransportEquipments");
  if (list->as_array() == nullptr || list->as_array()->empty())
    return invalid("/utilizedTransportEquipments");
  std::vector<std::string> found;
  for (const Json& used : *list->as_array()) {
    found.push_back(text(at(at(&used, "equipment"), "equipmentReference")));
    if (found.back().empty()) return invalid("/utilizedTransportEquipments");
  }
  facts.containers = Set<std::string>::of(found);
  if (facts.containers.size() != found.size()) return invalid("/utilizedTransportEquipments");
  return Done{};
}

}  // namespace

Result<BillFacts> facts_of(const Json& document, const BillId& id) {
  for (const std::string_view name : required)
    if (document.find(name) == nullptr) return invalid("/" + std::string(name));
  const auto parts = parts_of(id);
  if (text(document.find("carrierCode")) != parts[0]) return invalid("/carrierCode");
  if (text(document.find("transportDocumentReference")) != parts[1])
    return invalid("/transportDocumentReference");
  // A document that names no version is the first one: two bills for it would be two originals.
  const Json* version = document.find("transportDocumentSubReference");
  if ((version == nullptr ? first_version : text(version)) != parts[2])
    return invalid("/transportDocumentSubReference");
  if (text(document.find("transportDocumentTypeCode")) != "BOL")
    return invalid("/transportDocumentTypeCode");
  if (!is_true(document.find("isElectronic"))) return invalid("/isElectronic");
  if (!is_true(document.find("isToOrder"))) return invalid("/isToOrder");
  BillFacts facts{.tdr = parts[1],
                  .carrier_code = parts[0],
                  .part_load = text(document.find("cargoMovementTypeAtOrigin")) == "LCL"};
  if (const auto done = read_containers(document, facts); !done) return done.error();
  if (const auto done = read_items(document, facts); !done) return done.error();
  return facts;
}

std::string checksum(const Json& json) { return crypto::sha256_hex(canonical(json)).text(); }

}  // namespace tradelane::ebl
