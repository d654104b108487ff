// SPDX-License-Identifier: Apache-2.0
#include "chaincode/contracts/ebl/document_fields.hpp"

#include <algorithm>

#include "chaincode/base/time.hpp"

namespace tradelane::ebl {
namespace {

/// LIST: with one entry at least.
enum class Type : std::uint8_t { text, flag, number, object, list, date };
enum class Need : std::uint8_t { required, optional };

struct Field {
  /// `*` stands for each entry of a list.
  std::string_view path;
  Type type = Type::text;
  Need need = Need::required;
  /// Of a text in bytes, of a list in entries; 0: no limit.
  std::size_t most = 0;
  /// Separated by spaces; empty: any.
  std::string_view codes = {};
};

// ebl.md 2.3. A parent comes before what is in it.
constexpr Field fields[] = {
    {"/transportDocumentReference", Type::text, Need::required, 20},
    {"/transportDocumentSubReference", Type::text, Need::optional, 100},
    {"/transportDocumentStatus"},
    {"/transportDocumentTypeCode", Type::text, Need::required, 0, "BOL SWB"},
    {"/isShippedOnBoardType", Type::flag},
    {"/isElectronic", Type::flag},
    {"/isToOrder", Type::flag},
    {"/invoicePayableAt", Type::object},
    {"/partyContactDetails", Type::list},
    {"/partyContactDetails/*", Type::object},
    {"/partyContactDetails/*/name"},
    {"/documentParties", Type::object},
    {"/documentParties/shipper", Type::object},
    {"/documentParties/issuingParty", Type::object},
    {"/documentParties/consignee", Type::object, Need::optional},
    {"/documentParties/endorsee", Type::object, Need::optional},
    {"/documentParties/notifyParties", Type::list, Need::optional, 3},
    {"/documentParties/notifyParties/*", Type::object},
    {"/documentParties/*/partyName", Type::text, Need::optional, 70},
    {"/documentParties/shipper/partyName"},
    {"/documentParties/issuingParty/partyName"},
    {"/documentParties/consignee/partyName"},
    {"/documentParties/endorsee/partyName"},
    {"/documentParties/notifyParties/*/partyName", Type::text, Need::required, 70},
    {"/documentParties/*/identifyingCodes", Type::list, Need::optional},
    {"/documentParties/*/identifyingCodes/*/codeListProvider"},
    {"/documentParties/*/identifyingCodes/*/partyCode", Type::text, Need::required, 150},
    {"/consignmentItems", Type::list},
    {"/consignmentItems/*", Type::object},
    {"/consignmentItems/*/carrierBookingReference"},
    {"/consignmentItems/*/descriptionOfGoods", Type::list},
    {"/consignmentItems/*/descriptionOfGoods/*"},
    {"/consignmentItems/*/HSCodes", Type::list},
    {"/consignmentItems/*/HSCodes/*"},
    {"/consignmentItems/*/cargoItems", Type::list},
    {"/consignmentItems/*/cargoItems/*", Type::object},
    {"/consignmentItems/*/cargoItems/*/equipmentReference"},
    {"/consignmentItems/*/cargoItems/*/cargoGrossWeight", Type::object},
    {"/consignmentItems/*/cargoItems/*/cargoGrossWeight/value", Type::number},
    {"/consignmentItems/*/cargoItems/*/cargoGrossWeight/unit", Type::text, Need::required, 0,
     "KGM LBR"},
    {"/consignmentItems/*/cargoItems/*/outerPackaging", Type::object},
    {"/utilizedTransportEquipments", Type::list},
    {"/utilizedTransportEquipments/*", Type::object},
    {"/utilizedTransportEquipments/*/equipment", Type::object},
    {"/utilizedTransportEquipments/*/equipment/equipmentReference"},
    {"/utilizedTransportEquipments/*/isShipperOwned", Type::flag},
    {"/utilizedTransportEquipments/*/seals", Type::list},
    {"/utilizedTransportEquipments/*/seals/*", Type::object},
    {"/utilizedTransportEquipments/*/seals/*/number"},
    {"/termsAndConditions", Type::text, Need::required, 50'000},
    {"/receiptTypeAtOrigin", Type::text, Need::required, 0, "CY SD CFS"},
    {"/deliveryTypeAtDestination", Type::text, Need::required, 0, "CY SD CFS"},
    {"/cargoMovementTypeAtOrigin"},
    {"/cargoMovementTypeAtDestination"},
    {"/carrierCode", Type::text, Need::required, 4},
    {"/carrierCodeListProvider", Type::text, Need::required, 0, "SMDG NMFTA"},
    {"/transports", Type::object},
    {"/transports/plannedDepartureDate", Type::date},
    {"/transports/plannedArrivalDate", Type::date},
    {"/transports/portOfLoading", Type::object},
    {"/transports/portOfDischarge", Type::object},
    {"/transports/vesselVoyages", Type::list},
    {"/transports/vesselVoyages/*", Type::object},
    {"/transports/vesselVoyages/*/vesselName"},
    {"/transports/vesselVoyages/*/carrierExportVoyageNumber"},
    {"/transports/*/facility/facilityCode", Type::text, Need::optional, 6},
    {"/invoicePayableAt/facility/facilityCode", Type::text, Need::optional, 6},
    {"/placeOfIssue/facility/facilityCode", Type::text, Need::optional, 6},
    {"/shippedOnBoardDate", Type::date, Need::optional},
    {"/receivedForShipmentDate", Type::date, Need::optional},
    {"/declaredValue", Type::number, Need::optional},
    {"/declaredValueCurrency", Type::text, Need::optional, 3},
};

bool is_listed(std::string_view code, std::string_view codes) {
  while (!codes.empty()) {
    const auto end = std::min(codes.find(' '), codes.size());
    if (codes.substr(0, end) == code) return true;
    codes.remove_prefix(std::min(end + 1, codes.size()));
  }
  return false;
}

bool is_good_text(const std::string& text, const Field& field) {
  if (text.empty() || (field.most != 0 && text.size() > field.most)) return false;
  return field.codes.empty() || is_listed(text, field.codes);
}

bool is_good(const Json& value, const Field& field) {
  switch (field.type) {
    case Type::text:
      return value.as_string() != nullptr && is_good_text(*value.as_string(), field);
    case Type::flag:
      return value.as_bool() != nullptr;
    case Type::number:
      return value.as_number() != nullptr;
    case Type::object:
      return value.as_object() != nullptr;
    case Type::date:
      return value.as_string() != nullptr && Date::parse(*value.as_string());
    case Type::list:
      break;
  }
  const auto* list = value.as_array();
  return list != nullptr && !list->empty() && (field.most == 0 || list->size() <= field.most);
}

using Place = std::optional<std::string>;

std::string escaped(std::string_view name) {
  std::string out;
  for (const char c : name) out += c == '~' ? "~0" : c == '/' ? "~1" : std::string(1, c);
  return out;
}

/// Follows `path` down from `json`, which lies at `where`.
Place fault_below(const Json& json, std::string_view path, const Field& field,
                  const std::string& where) {
  if (path.empty()) return is_good(json, field) ? Place() : Place(where);
  path.remove_prefix(1);
  const auto end = std::min(path.find('/'), path.size());
  const std::string_view name = path.substr(0, end);
  path.remove_prefix(end);
  if (name != "*") {
    const Json* next = json.find(name);
    if (next != nullptr) return fault_below(*next, path, field, where + "/" + std::string(name));
    // Without its parent it is not missed: that is for the parent's own row.
    const bool is_missed = path.empty() && field.need == Need::required && json.as_object();
    return is_missed ? Place(where + "/" + std::string(name)) : Place();
  }
  if (const auto* list = json.as_array())
    for (std::size_t i = 0; i < list->size(); ++i)
      if (auto at = fault_below((*list)[i], path, field, where + "/" + std::to_string(i)))
        return at;
  if (const auto* object = json.as_object())
    for (const auto& [key, value] : *object)
      if (auto at = fault_below(value, path, field, where + "/" + escaped(key))) return at;
  return {};
}

}  // namespace

std::optional<std::string> field_at_fault(const Json& document) {
  if (document.as_object() == nullptr) return "";
  for (const Field& field : fields)
    if (auto at = fault_below(document, field.path, field, "")) return at;
  return {};
}

const Json* value_at(const Json& document, std::string_view pointer) {
  const Json* here = &document;
  while (here != nullptr && !pointer.empty()) {
    pointer.remove_prefix(1);
    const auto end = std::min(pointer.find('/'), pointer.size());
    here = here->find(pointer.substr(0, end));
    pointer.remove_prefix(end);
  }
  return here;
}

}  // namespace tradelane::ebl
