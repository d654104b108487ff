// SPDX-License-Identifier: Apache-2.0
#include "tests/scenario/steps.hpp"
#include "tests/support/bills.hpp"
#include "tests/support/feeds.hpp"

namespace tradelane::scenario {
namespace {

using test::with;

constexpr std::int64_t hour_s = 3600;

struct Place {
  const char* object;
  const char* feed;
  const char* record_type;
  std::int64_t seq;
  const char* before;
};
constexpr Place places[] = {{"D1", "decl", "CUSTOMS_DECL", 1, nullptr},
                            {"D2", "decl", "CUSTOMS_DECL", 2, "D1"},
                            {"G1", "events", "CONTAINER_EVENT", 1, nullptr},
                            {"L1", "events", "CONTAINER_EVENT", 2, "G1"},
                            {"P1", "events", "CONTAINER_EVENT", 3, "L1"}};

const Place& place_of(const std::string& object) {
  for (const Place& place : places)
    if (object == place.object) return place;
  throw Fault("the story has no " + object);
}

bool is_declaration(const std::string& object) { return object.starts_with("D"); }

test::Opening facts_of(const std::string& object) {
  return is_declaration(object) ? test::declaration_opening(object) : test::event_opening(object);
}

std::string evidence_id(const std::string& object, const Setting& setting) {
  return record_of(object, setting).evidence_id;
}

Json follow(Json envelope, const Json& before) {
  envelope = with(std::move(envelope), "seq", *before.find("seq")->as_integer() + 1);
  return with(std::move(envelope), "prevDigest", test::digest_of(before));
}

/// As the source writes it before it signs. D2 is as old as it must not be.
Json unsigned_envelope(const std::string& object, const Setting& setting) {
  const Place& place = place_of(object);
  const Timestamp now = object == "D2" ? setting.start.plus_seconds(-24 * hour_s) : setting.start;
  Json out = test::envelope(now, object, facts_of(object));
  out = with(std::move(out), "feedId", place.feed);
  out = with(std::move(out), "recordType", place.record_type);
  return place.before == nullptr ? out
                                 : follow(std::move(out), unsigned_envelope(place.before, setting));
}

Step submit(const std::string& object, Json args, const Setting& setting) {
  const std::int64_t seq = *args.find("envelope")->find("seq")->as_integer();
  return {.number = is_declaration(object) ? "1" : "5",
          .what = "the data node publishes " + object,
          .by = "SDN",
          .transaction = "evidence:Submit",
          .record = object,
          .endorsers = "OD",
          .args = std::move(args),
          .id = evidence_id(object, setting),
          .seq = seq};
}

/// `args` with another signature in its envelope.
Json resigned(const Json& args, const std::string& value) {
  const Json& envelope = *args.find("envelope");
  return with(args, "envelope", with(envelope, "sig", with(*envelope.find("sig"), "value", value)));
}

}  // namespace

Step register_feed(const std::string& feed, const Setting& setting) {
  const Json args =
      test::feed_registration(feed, feed == "decl" ? "CUSTOMS_DECL" : "CONTAINER_EVENT");
  return {.number = "0",
          .what = "the data node registers its feed " + feed,
          .by = "SDN",
          .transaction = "evidence:RegisterFeed",
          .endorsers = "OD",
          .args = with(args, "keys", Json::Array{source_key(setting)}),
          .id = feed};
}

Step publish(const std::string& object, const Setting& setting) {
  return submit(object, test::signed_envelope(unsigned_envelope(object, setting)), setting);
}

Step forged_version(const Setting& setting) {
  Json next = follow(unsigned_envelope("D1", setting), unsigned_envelope("D2", setting));
  const Json args = test::signed_envelope(with(std::move(next), "recordVersion", 2));
  Bytes bytes = *from_base64url(*args.find("envelope")->find("sig")->find("value")->as_string());
  bytes[17] = static_cast<char>(bytes[17] ^ 4);
  Step step = submit("D1", resigned(args, to_base64url(bytes)), setting);
  step.record = "D1-2";
  step.what = "a forged version of D1, past the adapter";
  step.refused = {403, "FEED_SIG_INVALID"};
  step.unchanged = {ask_evidence("D1", setting)};
  return step;
}

Step rewrapped_envelope(const Setting& setting) {
  const Json old = unsigned_envelope("D2", setting);
  const Json args = test::signed_envelope(old);
  Json fresh = with(*args.find("envelope"), "publishedAt", setting.start.text());
  Step step = submit("D2", with(args, "envelope", follow(std::move(fresh), old)), setting);
  step.what = "D2's old envelope with a new date";
  step.refused = {403, "FEED_SIG_INVALID"};
  step.unchanged = {ask_evidence("D2", setting)};
  return step;
}

Step match(const Setting& setting) {
  const Record declaration = record_of("D1", setting);
  const Record loaded = record_of("L1", setting);
  const auto evidence = Set<std::string>::of({declaration.evidence_id, loaded.evidence_id});
  return {.number = "7",
          .what = "EXP has B1 compared with D1 and L1",
          .by = "EXP",
          .transaction = "evidence:Match",
          .endorsers = "OS",
          .args = Json::Object{{"matchId", id26("MATCH1")},
                               {"billId", test::bill_id("B1")},
                               {"evidence", to_json(evidence)}},
          .openings = {declaration.facts, loaded.facts, test::bill_openings("B1").facts},
          .id = id26("MATCH1"),
          .code = "OK"};
}

Record record_of(const std::string& object, const Setting& setting) {
  const auto served = setting.published.find(object);
  if (served != setting.published.end()) return served->second;
  return {.evidence_id = test::evidence_id(object, place_of(object).record_type),
          .facts = facts_of(object)};
}

Query ask_evidence(const std::string& object, const Setting& setting) {
  return {.by = "BKH",
          .function = "evidence:Get",
          .args = Json::Object{{"evidenceId", evidence_id(object, setting)}}};
}

}  // namespace tradelane::scenario
