// SPDX-License-Identifier: Apache-2.0
#include "adapters/shanghai/map.hpp"

#include <array>

#include "adapters/shanghai/decode.hpp"
#include "adapters/shanghai/validate.hpp"
#include "chaincode/crypto/digest.hpp"

namespace tradelane::shanghai {
namespace {

Error digest(const char* what) { return refuse(Code::feed_digest, "", what); }
Error schema(std::string what) { return refuse(Code::feed_schema, "", std::move(what)); }

/// What we read of an envelope; the ledger reads it all.
struct EnvelopeView {
  std::string record_type;
  Charset charset;
  std::string payload_algorithm;
  std::string payload_digest;
  Digest facts_digest;
};

template <class T>
Result<T> member(const Json& envelope, std::string_view name) {
  const Json* value = envelope.find(name);
  if (value == nullptr) return schema("envelope lacks " + std::string(name));
  auto decoded = from_json<T>(*value);
  if (!decoded) return schema("envelope " + std::string(name));
  return decoded;
}

struct PayloadDigest {
  static constexpr std::string_view name = "PayloadDigest";
  std::string alg = {};
  Digest value = {};
  static constexpr auto fields() {
    return listing(field("alg", &PayloadDigest::alg), field("value", &PayloadDigest::value));
  }
};

Result<EnvelopeView> read_envelope(const Json& json) {
  const auto type = member<std::string>(json, "recordType");
  if (!type) return type.error();
  const auto charset = member<Charset>(json, "charset");
  if (!charset) return charset.error();
  const auto payload = member<PayloadDigest>(json, "payloadDigest");
  if (!payload) return payload.error();
  const auto facts = member<Digest>(json, "factsDigest");
  if (!facts) return facts.error();
  return EnvelopeView{*type, *charset, payload->alg, payload->value.text(), *facts};
}

template <class Wire>
Result<Json> checked_facts(const Result<Wire>& decoded) {
  if (!decoded) return decoded.error();
  const auto valid = validate(*decoded);
  if (!valid) return valid.error();
  return facts_of(*decoded);
}

Result<Json> decode_facts(const EnvelopeView& envelope, std::string_view original) {
  if (envelope.record_type == "CUSTOMS_DECL")
    return checked_facts(decode_declaration(original, envelope.charset));
  if (envelope.record_type == "CONTAINER_EVENT")
    return checked_facts(decode_event(original, envelope.charset));
  return schema("envelope recordType");
}

bool payload_agrees(const EnvelopeView& envelope, const Bytes& salted) {
  if (envelope.payload_algorithm == "SM3")
    return to_hex(crypto::sm3(salted)) == envelope.payload_digest;
  return envelope.payload_algorithm == "SHA-256" &&
         crypto::sha256_hex(salted).text() == envelope.payload_digest;
}

void put(Json::Object& facts, std::string_view name, const std::string& text) {
  if (!text.empty()) facts.emplace(name, text);
}

Json::Array texts(const Set<std::string>& items) { return {items.begin(), items.end()}; }

}  // namespace

std::optional<std::string_view> status_of_channel(std::string_view channel) {
  struct Row {
    std::string_view channel;
    std::string_view status;
  };
  static constexpr std::array rows{Row{"L", "DECLARED"}, Row{"J", "DECLARED"},
                                   Row{"P", "RELEASED"}, Row{"R", "CLOSED"},
                                   Row{"M", "AMENDED"},  Row{"D", "CANCELLED"}};
  for (const Row& row : rows)
    if (row.channel == channel) return row.status;
  return std::nullopt;
}

std::optional<Money> total_of(const std::vector<DecList>& lists) {
  const Currency currency = *Currency::parse(lists.front().trade_curr);
  Decimal sum{};
  for (const DecList& list : lists) {
    const auto next = add(sum, *parse_scaled(list.decl_total, *minor_digits(currency)));
    if (!next) return std::nullopt;
    sum = *next;
  }
  return Money{.amount = sum, .currency = currency};
}

const std::string& place_of(const Event& event) {
  return event.event_un_location.empty() ? event.transport_call_un_location
                                         : event.event_un_location;
}

Json facts_of(const DecMessage& message) {
  std::vector<std::string> containers;
  for (const DecContainer& container : message.containers)
    containers.push_back(container.container_id);
  std::vector<std::string> hs6;
  for (const DecList& list : message.lists) hs6.push_back(list.code_ts.substr(0, 6));
  const DecHead& head = message.head;
  const std::string_view status =
      message.result ? *status_of_channel(message.result->channel) : "DECLARED";
  return Json::Object{
      {"entryId", head.entry_id},
      {"ieFlag", head.ie_flag},
      {"declaredOn", parse_compact_date(head.d_date)->text()},
      {"billNo", head.bill_no},
      {"containers", texts(Set<std::string>::of(std::move(containers)))},
      {"packages", parse_scaled(head.pack_no, 0)->value},
      {"grossWeightG", parse_scaled(head.gross_wet, grams_per_kilogram_digits)->text()},
      {"hs6", texts(Set<std::string>::of(std::move(hs6)))},
      {"tradeCoScc", head.trade_co_scc},
      {"ownerCodeScc", head.owner_code_scc},
      {"total", to_json(*total_of(message.lists))},
      {"status", status}};
}

Json facts_of(const Event& event) {
  const bool equipment = event.event_type == "EQUIPMENT";
  Json::Object facts{
      {"eventId", event.event_id},
      {"eventType", event.event_type},
      {"code", equipment ? event.equipment_event_type_code : event.transport_event_type_code},
      {"classifier", event.event_classifier_code},
      {"eventTime", parse_offset_time(event.event_date_time)->text()}};
  if (equipment) put(facts, "container", event.equipment_reference);
  put(facts, "imo", event.vessel_imo_number);
  put(facts, "voyage", event.export_voyage_number);
  put(facts, "unlocode", place_of(event));
  return facts;
}

Bytes facts_opening(const Json& facts, std::string_view salt_base64url) {
  return canonical(Json::Object{{"facts", facts}, {"salt", salt_base64url}});
}

Result<Json> map(const NodeRecord& record) {
  const auto envelope = read_envelope(record.envelope);
  if (!envelope) return envelope.error();
  const auto original = from_base64(record.original);
  const auto salt = from_base64url(record.salt);
  if (!original || !salt || salt->size() < 16) return schema("original or salt");
  if (original->size() > largest_original) return schema("original is too large");
  if (!payload_agrees(*envelope, *salt + *original)) return digest("payloadDigest");
  const auto facts = decode_facts(*envelope, *original);
  if (!facts) return facts.error();
  if (crypto::sha256_hex(facts_opening(*facts, record.salt)) != envelope->facts_digest)
    return digest("factsDigest");
  return Json(Json::Object{{"envelope", record.envelope}});
}

}  // namespace tradelane::shanghai
