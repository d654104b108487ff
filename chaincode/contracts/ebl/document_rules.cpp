// SPDX-License-Identifier: Apache-2.0
#include "chaincode/contracts/ebl/document_rules.hpp"

#include <algorithm>

#include "chaincode/contracts/ebl/document_fields.hpp"

namespace tradelane::ebl {
namespace {

using Place = std::optional<std::string>;

bool has(const Json& json, std::string_view name) { return json.find(name) != nullptr; }

bool is_true(const Json* json) {
  return json != nullptr && json->as_bool() != nullptr && *json->as_bool();
}

std::string text(const Json* json) {
  return json != nullptr && json->as_string() != nullptr ? *json->as_string() : "";
}

const Json* party(const Json& document, std::string_view role) {
  return value_at(document, "/documentParties/" + std::string(role));
}

/// Calls `see(entry, place)` for each entry of the list at `pointer` until one is at fault.
template <class See>
Place each(const Json& json, std::string_view pointer, See see) {
  const Json* list = value_at(json, pointer);
  if (list == nullptr || list->as_array() == nullptr) return {};
  for (std::size_t i = 0; i < list->as_array()->size(); ++i)
    if (Place at = see((*list->as_array())[i], std::string(pointer) + "/" + std::to_string(i)))
      return at;
  return {};
}

/// Calls `see(cargo item, place)` for each one of all consignment items.
template <class See>
Place each_cargo(const Json& document, See see) {
  return each(document, "/consignmentItems", [&](const Json& item, const std::string& where) {
    const Place at = each(item, "/cargoItems", see);
    return at ? Place(where + *at) : Place();
  });
}

Place is_a_bill(const Json& document) {
  if (text(document.find("transportDocumentTypeCode")) != "BOL")
    return "/transportDocumentTypeCode";
  return {};
}

Place is_electronic(const Json& document) {
  return is_true(document.find("isElectronic")) ? Place() : "/isElectronic";
}

Place names_where_to_pay(const Json& document) {
  const Json& place = *document.find("invoicePayableAt");
  if (has(place, "UNLocationCode") || has(place, "freeText")) return {};
  return "/invoicePayableAt";
}

Place contacts_can_be_reached(const Json& document) {
  return each(document, "/partyContactDetails", [](const Json& contact, const std::string& where) {
    return has(contact, "phone") || has(contact, "email") ? Place() : Place(where);
  });
}

Place parties_are_told_apart(const Json& document) {
  for (const char* role : {"shipper", "consignee", "endorsee"}) {
    const Json* found = party(document, role);
    if (found != nullptr && !has(*found, "address") && !has(*found, "identifyingCodes"))
      return "/documentParties/" + std::string(role);
  }
  return {};
}

Place receivers_are_identified(const Json& document) {
  for (const char* role : {"consignee", "endorsee"}) {
    const Json* found = party(document, role);
    if (found != nullptr && !has(*found, "identifyingCodes"))
      return "/documentParties/" + std::string(role) + "/identifyingCodes";
  }
  return {};
}

Place has_one_receiver(const Json& document) {
  const bool has_both = party(document, "consignee") && party(document, "endorsee");
  return has_both ? Place("/documentParties/endorsee") : Place();
}

Place is_endorsed_to_order_only(const Json& document) {
  const bool is_wrong = party(document, "endorsee") && !is_true(document.find("isToOrder"));
  return is_wrong ? Place("/documentParties/endorsee") : Place();
}

/// An electronic bill is its own and only original.
Place has_one_original(const Json& document) {
  std::int64_t originals = 0;
  for (const char* name : {"numberOfOriginalsWithCharges", "numberOfOriginalsWithoutCharges"}) {
    const Json* number = document.find(name);
    if (number == nullptr) continue;
    const auto count = number->as_integer();
    if (!count || *count < 0 || *count > 1 - originals) return "/" + std::string(name);
    originals += *count;
  }
  for (const char* name : {"numberOfCopiesWithCharges", "numberOfCopiesWithoutCharges"}) {
    const Json* number = document.find(name);
    if (number != nullptr && number->as_integer() != 0) return "/" + std::string(name);
  }
  return {};
}

/// Shipped on board, or received for shipment, with the date of that and not of the other.
Place has_its_date(const Json& document) {
  const bool is_on_board = is_true(document.find("isShippedOnBoardType"));
  const char* right = is_on_board ? "shippedOnBoardDate" : "receivedForShipmentDate";
  const char* wrong = is_on_board ? "receivedForShipmentDate" : "shippedOnBoardDate";
  if (!has(document, right)) return "/" + std::string(right);
  return has(document, wrong) ? Place("/" + std::string(wrong)) : Place();
}

Place declares_value_with_currency(const Json& document) {
  if (has(document, "declaredValue") == has(document, "declaredValueCurrency")) return {};
  return has(document, "declaredValue") ? "/declaredValueCurrency" : "/declaredValue";
}

Place dangerous_goods_are_packed(const Json& document) {
  return each_cargo(document, [](const Json& cargo, const std::string& where) {
    const Json& packaging = *cargo.find("outerPackaging");
    const bool is_wrong = has(packaging, "dangerousGoods") && !has(packaging, "packageCode");
    return is_wrong ? Place(where + "/outerPackaging/packageCode") : Place();
  });
}

std::string container(const Json& used) {
  return text(value_at(used, "/equipment/equipmentReference"));
}

Place equipment_is_named_once(const Json& document) {
  std::vector<std::string> seen;
  return each(document, "/utilizedTransportEquipments",
              [&](const Json& used, const std::string& where) {
                const std::string name = container(used);
                const bool is_known = std::find(seen.begin(), seen.end(), name) != seen.end();
                seen.push_back(name);
                return is_known ? Place(where + "/equipment/equipmentReference") : Place();
              });
}

Place cargo_is_in_known_equipment(const Json& document) {
  return each_cargo(document, [&](const Json& cargo, const std::string& where) {
    const std::string name = text(cargo.find("equipmentReference"));
    const auto is_it = [&](const Json& used, const std::string&) {
      return container(used) == name ? Place("found") : Place();
    };
    const bool is_known = each(document, "/utilizedTransportEquipments", is_it).has_value();
    return is_known ? Place() : Place(where + "/equipmentReference");
  });
}

struct Rule {
  const char* id;
  Place (*fault)(const Json&);
};

constexpr Rule rules[] = {{"B160", is_a_bill},
                          {"B161", is_electronic},
                          {"B162", has_one_receiver},
                          {"B163", is_endorsed_to_order_only},
                          {"B164", receivers_are_identified},
                          {"B165", parties_are_told_apart},
                          {"B166", names_where_to_pay},
                          {"B167", contacts_can_be_reached},
                          {"B168", has_one_original},
                          {"B169", has_its_date},
                          {"B170", declares_value_with_currency},
                          {"B171", dangerous_goods_are_packed},
                          {"B172", equipment_is_named_once},
                          {"B173", cargo_is_in_known_equipment}};

}  // namespace

Error invalid_document(const char* rule, const std::string& at) {
  return refuse(Code::ebl_td_invalid, rule, at).with_at("/document" + at);
}

Result<> check_document(const Json& document) {
  for (const Rule& rule : rules)
    if (const Place at = rule.fault(document)) return invalid_document(rule.id, *at);
  return Done{};
}

Result<> check_kind(const Json& document, Kind kind) {
  const bool is_straight = kind == Kind::straight;
  if (is_true(document.find("isToOrder")) == is_straight)
    return invalid_document("B174", "/isToOrder");
  if ((party(document, "consignee") != nullptr) != is_straight)
    return invalid_document("B175", "/documentParties/consignee");
  if (kind == Kind::order && party(document, "endorsee") == nullptr)
    return invalid_document("B176", "/documentParties/endorsee");
  return Done{};
}

Result<> check_bearer(const Json& document, Kind kind) {
  if (kind == Kind::blank && party(document, "endorsee") != nullptr)
    return invalid_document("B178", "/documentParties/endorsee");
  return Done{};
}

}  // namespace tradelane::ebl
