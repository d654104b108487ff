// SPDX-License-Identifier: Apache-2.0
#include "chaincode/contracts/ebl/document.hpp"

#include "chaincode/contracts/ebl/document_fields.hpp"
#include "chaincode/contracts/ebl/document_rules.hpp"
#include "chaincode/contracts/ebl/load.hpp"
#include "chaincode/crypto/digest.hpp"

namespace tradelane::ebl {
namespace {

constexpr std::size_t weight_places = 3;
constexpr const char* first_version = "1";

Error invalid(const std::string& at) { return invalid_document("B5", at); }

std::string text(const Json* json) {
  return json != nullptr && json->as_string() != nullptr ? *json->as_string() : "";
}

/// A decimal number with at most three places, in thousandths.
std::optional<Decimal> thousandths(const Json::Number& number) {
  std::string digits = number.text;
  const auto dot = digits.find('.');
  const std::size_t places = dot == std::string::npos ? 0 : digits.size() - dot - 1;
  if (places > weight_places) return std::nullopt;
  if (dot != std::string::npos) digits.erase(dot, 1);
  digits.append(weight_places - places, '0');
  const auto first = digits.find_first_not_of('0');
  return Decimal::parse(first == std::string::npos ? "0" : digits.substr(first));
}

/// A pound is 0.45359237 kg exactly; a weight is rounded to the nearest gram, half up.
std::optional<Decimal> grams_of_pounds(const Decimal& thousandths_lb) {
  constexpr std::int64_t most = std::int64_t{200'000'000} * 1'000;
  if (thousandths_lb.value > most) return std::nullopt;
  return Decimal{(thousandths_lb.value * 45'359'237 + 50'000'000) / 100'000'000};
}

/// `weight` in grams, whichever of DCSA's two units it has.
std::optional<Decimal> grams(const Json& weight) {
  const auto value = thousandths(*weight.find("value")->as_number());
  if (!value || text(weight.find("unit")) == "KGM") return value;
  return grams_of_pounds(*value);
}

Result<> add_cargo(const Json& cargo, const std::string& where, BillFacts& facts) {
  const auto value = grams(*cargo.find("cargoGrossWeight"));
  if (!value) return invalid(where + "/cargoGrossWeight");
  const auto sum = add(facts.gross_weight_g, *value);
  if (!sum) return invalid(where + "/cargoGrossWeight");
  facts.gross_weight_g = *sum;
  const Json* number = cargo.find("outerPackaging")->find("numberOfPackages");
  const auto packages = number == nullptr ? std::nullopt : number->as_integer();
  if (!packages || *packages < 0 || *packages > most_packages - facts.packages)
    return invalid(where + "/outerPackaging/numberOfPackages");
  facts.packages += *packages;
  return Done{};
}

Result<> add_hs_codes(const Json& item, const std::string& where, std::vector<std::string>& codes) {
  const Json::Array& list = *item.find("HSCodes")->as_array();
  for (std::size_t i = 0; i < list.size(); ++i) {
    const std::string digits = text(&list[i]).substr(0, 6);
    if (digits.size() != 6 || !std::all_of(digits.begin(), digits.end(), is_digit))
      return invalid(where + "/HSCodes/" + std::to_string(i));
    codes.push_back(digits);
  }
  return Done{};
}

Result<> read_items(const Json& document, BillFacts& facts) {
  const Json::Array& items = *document.find("consignmentItems")->as_array();
  std::vector<std::string> codes;
  for (std::size_t i = 0; i < items.size(); ++i) {
    const std::string where = "/consignmentItems/" + std::to_string(i);
    if (const auto done = add_hs_codes(items[i], where, codes); !done) return done.error();
    const Json::Array& cargo = *items[i].find("cargoItems")->as_array();
    for (std::size_t k = 0; k < cargo.size(); ++k) {
      const std::string place = where + "/cargoItems/" + std::to_string(k);
      if (const auto done = add_cargo(cargo[k], place, facts); !done) return done.error();
    }
  }
  facts.hs6 = Set<std::string>::of(codes);
  return Done{};
}

Set<std::string> containers_of(const Json& document) {
  std::vector<std::string> found;
  for (const Json& used : *document.find("utilizedTransportEquipments")->as_array())
    found.push_back(text(value_at(used, "/equipment/equipmentReference")));
  return Set<std::string>::of(found);
}

Result<> check_id(const Json& document, const std::vector<std::string>& parts) {
  if (text(document.find("carrierCode")) != parts[0]) return invalid("/carrierCode");
  if (text(document.find("transportDocumentReference")) != parts[1])
    return invalid("/transportDocumentReference");
  // A document that names no version is the first one: two bills for it would be two originals.
  const Json* version = document.find("transportDocumentSubReference");
  if ((version == nullptr ? first_version : text(version)) != parts[2])
    return invalid("/transportDocumentSubReference");
  return Done{};
}

}  // namespace

Result<BillFacts> facts_of(const Json& document, const BillId& id) {
  if (const auto fault = field_at_fault(document)) return invalid(*fault);
  const auto parts = parts_of(id);
  if (const auto sound = check_id(document, parts); !sound) return sound.error();
  if (const auto sound = check_document(document); !sound) return sound.error();
  BillFacts facts{.tdr = parts[1],
                  .carrier_code = parts[0],
                  .containers = containers_of(document),
                  .part_load = text(document.find("cargoMovementTypeAtOrigin")) == "LCL"};
  if (const auto done = read_items(document, facts); !done) return done.error();
  return facts;
}

std::string checksum(const Json& json) { return crypto::sha256_hex(canonical(json)).text(); }

}  // namespace tradelane::ebl
