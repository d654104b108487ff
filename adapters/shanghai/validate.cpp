// SPDX-License-Identifier: Apache-2.0
#include "adapters/shanghai/validate.hpp"

#include <algorithm>
#include <set>

#include "adapters/shanghai/map.hpp"
#include "chaincode/codec/identifier.hpp"

namespace tradelane::shanghai {
namespace {

/// The message in its present form came into force with announcement 2018 no. 67.
constexpr int first_year = 2018;

Error schema(const char* element) { return refuse(Code::feed_schema, "", element); }
Error check_digit(const char* element) { return refuse(Code::id_check_digit, "", element); }

/// The year inside an entry number: not before the message existed, not after the declaration.
bool plausible_year(const DecHead& head, Date declared) {
  const int year = std::stoi(head.entry_id.substr(4, 4));
  const int latest = std::stoi(declared.text().substr(0, 4));
  return year >= first_year && year <= latest;
}

/// 0 and E leave the country, 1 and I enter it.
bool flag_agrees(const DecHead& head) {
  const char flag = head.entry_id[8];
  return head.ie_flag == (flag == '1' || flag == 'I' ? "I" : "E");
}

bool is_positive(const std::optional<Decimal>& number) { return number && number->value > 0; }

/// A declaration has China's own code of ten digits.
bool is_code_ts(std::string_view text) { return text.size() == 10 && is_goods_code(text); }

Result<> validate(const DecHead& head) {
  const auto declared = parse_compact_date(head.d_date);
  if (!is_entry_id(head.entry_id)) return schema("EntryId");
  if (!flag_agrees(head)) return schema("IEFlag");
  if (!declared) return schema("DDate");
  if (!plausible_year(head, *declared)) return schema("EntryId year");
  if (!is_bill_number(head.bill_no)) return schema("BillNo");
  const auto packages = parse_scaled(head.pack_no, 0);
  if (!is_positive(packages) || packages->value > 999'999'999) return schema("PackNo");
  if (!is_positive(parse_scaled(head.gross_wet, grams_per_kilogram_digits)))
    return schema("GrossWet");
  if (!is_uscc(head.trade_co_scc)) return check_digit("TradeCoScc");
  if (!is_uscc(head.owner_code_scc)) return check_digit("OwnerCodeScc");
  return Done{};
}

Result<> validate_goods(const std::vector<DecList>& lists) {
  if (lists.empty()) return schema("DecLists");
  for (const DecList& list : lists) {
    const auto currency = Currency::parse(list.trade_curr);
    if (!is_code_ts(list.code_ts)) return schema("CodeTS");
    if (!currency || list.trade_curr != lists.front().trade_curr) return schema("TradeCurr");
    if (!is_positive(parse_scaled(list.decl_total, *minor_digits(*currency))))
      return schema("DeclTotal");
  }
  if (!total_of(lists)) return schema("DeclTotal");
  return Done{};
}

Result<> validate_containers(const std::vector<DecContainer>& containers) {
  std::set<std::string_view> seen;
  if (containers.empty()) return schema("DecContainers");
  for (const DecContainer& container : containers) {
    if (container.container_id.empty()) return schema("ContainerId");
    if (!is_container(container.container_id)) return check_digit("ContainerId");
    if (!seen.insert(container.container_id).second) return schema("ContainerId twice");
  }
  return Done{};
}

bool is_code_of(const Event& event) {
  static const std::set<std::string_view> equipment{"LOAD", "DISC", "GTIN", "GTOT", "STUF", "STRP",
                                                    "PICK", "DROP", "INSP", "RSEA", "RMVD"};
  static const std::set<std::string_view> transport{"ARRI", "DEPA"};
  if (event.event_type == "EQUIPMENT") return equipment.contains(event.equipment_event_type_code);
  return event.event_type == "TRANSPORT" && transport.contains(event.transport_event_type_code);
}

bool is_uuid(std::string_view text) {
  if (text.size() != 36) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
    if (dash ? text[i] != '-' : !is_lower_hex(text[i])) return false;
  }
  return true;
}

}  // namespace

Result<> validate(const DecMessage& message) {
  if (auto head = validate(message.head); !head) return head;
  if (auto goods = validate_goods(message.lists); !goods) return goods;
  if (auto boxes = validate_containers(message.containers); !boxes) return boxes;
  if (!message.result) return Done{};
  if (message.result->entry_id != message.head.entry_id) return schema("DecResult EntryId");
  if (!status_of_channel(message.result->channel)) return schema("DecResult Channel");
  return Done{};
}

Result<> validate(const Event& event) {
  if (!is_uuid(event.event_id)) return schema("eventID");
  if (event.event_classifier_code != "ACT") return schema("eventClassifierCode");
  if (!is_code_of(event)) return schema("eventType and its code");
  if (!parse_offset_time(event.event_date_time)) return schema("eventDateTime");
  const bool equipment = event.event_type == "EQUIPMENT";
  if (equipment && event.equipment_reference.empty()) return schema("equipmentReference");
  if (equipment && !is_container(event.equipment_reference))
    return check_digit("equipmentReference");
  if (!equipment && event.vessel_imo_number.empty()) return schema("vesselIMONumber");
  if (!event.vessel_imo_number.empty() && !is_imo(event.vessel_imo_number))
    return check_digit("vesselIMONumber");
  const std::string& place = place_of(event);
  if (!place.empty() && !is_unlocode(place)) return schema("UNLocationCode");
  return Done{};
}

}  // namespace tradelane::shanghai
