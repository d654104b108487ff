// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "chaincode/base/time.hpp"
#include "chaincode/codec/fields.hpp"
#include "chaincode/codec/money.hpp"

/// What the data node sends, as it spells it: misspelled names are the source's own and stay.
/// Plain data; texts are UTF-8 and unchecked, an absent element is "".
namespace tradelane::shanghai {

/// A customs declaration of the Single Window, `DecMessage`; only what we read of it.
struct DecHead {
  std::string entry_id = {};        // EntryId, 18 characters
  std::string ie_flag = {};         // IEFlag, I or E
  std::string d_date = {};          // DDate, yyyyMMdd in Shanghai's time
  std::string trade_co_scc = {};    // TradeCoScc
  std::string owner_code_scc = {};  // OwnerCodeScc
  std::string bill_no = {};         // BillNo
  std::string pack_no = {};         // PackNo
  std::string gross_wet = {};       // GrossWet (sic), kilograms
};
struct DecList {
  std::string code_ts = {};     // CodeTS, 10 digits
  std::string g_name = {};      // GName
  std::string decl_total = {};  // DeclTotal
  std::string trade_curr = {};  // TradeCurr, alpha-3
};
struct DecContainer {
  std::string container_id = {};  // ContainerId
};
/// The customs' last answer about the declaration.
struct DecResult {
  std::string entry_id = {};  // EntryId
  std::string channel = {};   // Channel
};
struct DecMessage {
  DecHead head = {};
  std::vector<DecList> lists = {};
  std::vector<DecContainer> containers = {};
  std::optional<DecResult> result = {};
};

/// A container or vessel event, DCSA Track & Trace 2; only what we read of it.
struct Event {
  std::string event_id = {};                    // eventID
  std::string event_type = {};                  // eventType
  std::string event_classifier_code = {};       // eventClassifierCode
  std::string event_date_time = {};             // eventDateTime, RFC 3339 with any offset
  std::string equipment_event_type_code = {};   // equipmentEventTypeCode
  std::string transport_event_type_code = {};   // transportEventTypeCode
  std::string equipment_reference = {};         // equipmentReference
  std::string vessel_imo_number = {};           // transportCall.vessel.vesselIMONumber
  std::string export_voyage_number = {};        // transportCall.exportVoyageNumber
  std::string transport_call_un_location = {};  // transportCall.UNLocationCode
  std::string event_un_location = {};           // eventLocation.UNLocationCode
};

/// One record as the node hands it over. The envelope is kept as it came: its signature covers
/// every field, also those that we do not read.
struct NodeRecord {
  static constexpr std::string_view name = "NodeRecord";
  Json envelope = {};
  std::string original = {};  // base64 of the bytes as the source has them
  std::string salt = {};      // base64url, of facts and payload
  static constexpr auto fields() {
    return listing(field("envelope", &NodeRecord::envelope),
                   field("original", &NodeRecord::original), field("salt", &NodeRecord::salt));
  }
  bool operator==(const NodeRecord&) const = default;
};

/// Bytes of an original; a larger one goes to the dead letters.
inline constexpr std::size_t largest_original = 1024 * 1024;
/// What is read of the node at all, so that one record too large does not hide the others.
inline constexpr JsonLimits page_limits{
    .bytes = 64 * 1024 * 1024, .nodes = 100'000, .string_bytes = 16 * 1024 * 1024};

/// The answer to `GET /v1/feeds/{feedId}/records?cursor=&limit=`.
struct Page {
  static constexpr std::string_view name = "Page";
  std::vector<NodeRecord> records = {};
  std::string next = {};  // cursor behind the last record
  bool more = false;      // records wait behind `next`
  static constexpr auto fields() {
    return listing(field("records", &Page::records), field("next", &Page::next),
                   field("more", &Page::more));
  }
};

/// `text` times 10^digits, for a decimal number without sign or separator, of which no more than
/// `digits` places say anything: ("12500.50", 3) is 12500500. Absent when it does not fit.
std::optional<Decimal> parse_scaled(std::string_view text, int digits);

/// `yyyyMMdd`
std::optional<Date> parse_compact_date(std::string_view text);

/// RFC 3339 with any offset, as UTC; parts of a second are dropped. Absent without an offset.
std::optional<Timestamp> parse_offset_time(std::string_view text);

/// Mainland China keeps one time without summer time: midnight there of `day`.
Timestamp shanghai_midnight(Date day);

}  // namespace tradelane::shanghai
