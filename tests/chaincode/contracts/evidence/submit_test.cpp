// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "tests/chaincode/contracts/evidence/evidence_world.hpp"

using namespace tradelane;
using test::signed_envelope;
using test::with;

namespace {

/// The arguments with one member of the envelope replaced after signing.
Json tampered(Json args, const std::string& name, Json value) {
  Json& envelope = args.as_object()->at("envelope");
  envelope.as_object()->insert_or_assign(name, std::move(value));
  return args;
}

}  // namespace

TEST_CASE_FIXTURE(evidence::EvidenceWorld, "Submit: every refusal, in order of precedence") {
  const Json good = first();
  CHECK(as("SDN", "Submit", signed_envelope(good)).rule == "E5");
  register_feed();
  const Json far = world.now.plus_seconds(301).text();
  const Json key = *signed_envelope(good).find("envelope")->find("sig");
  const auto border = [&](bool personal, bool important, const char* basis) {
    return with(
        good, "classification",
        Json::Object{{"personal", personal}, {"important", important}, {"exportBasis", basis}});
  };
  struct Row {
    const char* who;
    Json args;
    const char* rule;
    const char* token;
  };
  const Json gap = with(with(good, "seq", 3), "prevDigest", std::string(64, '1'));
  const Row rows[] = {
      {"CDP", signed_envelope(good), "A10", "AUTH_DENIED"},
      {"SDN", signed_envelope(with(good, "sourceNode", test::party_id("CDP").text())), "E4",
       "AUTH_DENIED"},
      {"SDN", signed_envelope(with(good, "feedId", "none")), "E5", "FEED_UNKNOWN"},
      {"SDN", signed_envelope(with(good, "schema", "other/1")), "E6", "FEED_SCHEMA"},
      {"SDN", signed_envelope(with(good, "recordType", "EINVOICE")), "E6", "FEED_SCHEMA"},
      {"SDN", signed_envelope(with(good, "seq", 0)), "E6", "FEED_SCHEMA"},
      {"SDN", signed_envelope(with(good, "seq", 2)), "E6", "FEED_SCHEMA"},
      {"SDN", signed_envelope(with(good, "prevDigest", std::string(64, '1'))), "E6", "FEED_SCHEMA"},
      {"SDN", signed_envelope(with(good, "ownerId", test::party_id("CAR").text())), "E6",
       "FEED_SCHEMA"},
      {"SDN", signed_envelope(with(good, "payload", "x")), "E6", "FEED_SCHEMA"},
      {"SDN",
       signed_envelope(with(good, "payloadDigest",
                            Json::Object{{"alg", "MD5"}, {"value", std::string(64, 'c')}})),
       "E6", "FEED_SCHEMA"},
      {"SDN", tampered(signed_envelope(good), "sig", with(key, "kid", "other")), "E7",
       "FEED_KEY_REVOKED"},
      {"SDN", tampered(signed_envelope(good), "sig", with(key, "alg", "ES256")), "E7",
       "FEED_KEY_REVOKED"},
      {"SDN", tampered(signed_envelope(good), "publishedAt", far), "E8", "FEED_SIG_INVALID"},
      {"SDN", signed_envelope(with(border(true, false, "TRADE_EXEMPT"), "publishedAt", far)), "E9",
       "FEED_FUTURE"},
      {"SDN", signed_envelope(with(good, "eventTime", far)), "E9", "FEED_FUTURE"},
      {"SDN", signed_envelope(border(true, false, "TRADE_EXEMPT")), "E10", "FEED_EXPORT_BASIS"},
      {"SDN", signed_envelope(border(false, true, "TRADE_EXEMPT")), "E10", "FEED_EXPORT_BASIS"},
      {"SDN", signed_envelope(border(false, false, "GBA_SC")), "E10", "FEED_EXPORT_BASIS"},
      {"SDN", signed_envelope(gap), "E13", "FEED_SEQ_GAP"},
      {"SDN", signed_envelope(with(good, "recordVersion", 2)), "E14", "FEED_SCHEMA"},
      {"SDN", signed_envelope(good), "", ""},
  };
  for (const Row& row : rows) {
    CAPTURE(row.rule);
    const auto answer = as(row.who, "Submit", row.args);
    CHECK(answer.rule == row.rule);
    CHECK(answer.token == row.token);
  }
}

TEST_CASE_FIXTURE(evidence::EvidenceWorld, "Submit: changing any single field is refused") {
  register_feed();
  const Json good = signed_envelope(first());
  const Json::Object members = *good.find("envelope")->as_object();
  const std::map<std::string, Json> others{
      {"charset", "UTF-8"},
      {"classification",
       Json::Object{{"personal", false}, {"important", false}, {"exportBasis", "STD_CONTRACT"}}},
      {"contentType", "text/xml"},
      {"eventTime", "2026-03-05T01:00:00Z"},
      {"factsBy", "ADAPTER"},
      {"factsDigest", std::string(64, '2')},
      {"feedId", "other"},
      {"ownerId", test::party_id("IMP").text()},
      {"payloadDigest", Json::Object{{"alg", "SHA-256"}, {"value", std::string(64, 'c')}}},
      {"publishedAt", world.now.text()},
      {"recordId", std::string(64, '3')},
      {"recordType", "EINVOICE"},
      {"recordVersion", 2},
      {"schema", "tradelane.envelope/2"},
      {"seq", 2},
      {"sourceNode", test::party_id("CDP").text()}};
  for (const auto& [name, value] : members) {
    if (name == "sig") continue;
    CAPTURE(name);
    REQUIRE(others.contains(name));
    CHECK_FALSE(as("SDN", "Submit", tampered(good, name, others.at(name))).ok());
  }
  for (const char* added : {"consentRef", "contractId"}) {
    CAPTURE(added);
    CHECK(as("SDN", "Submit", tampered(good, added, "x")).token == "FEED_SIG_INVALID");
  }
  const Json sig = members.at("sig");
  Bytes bytes = *from_base64url(*sig.find("value")->as_string());
  bytes[40] = static_cast<char>(bytes[40] ^ 1);
  CHECK(as("SDN", "Submit", tampered(good, "sig", with(sig, "value", to_base64url(bytes)))).token ==
        "FEED_SIG_INVALID");
  CHECK(as("SDN", "Submit", good).ok());
}

TEST_CASE_FIXTURE(evidence::EvidenceWorld, "Submit: the edges of time and of a key's validity") {
  register_feed();
  const Json at_edge = with(first(), "publishedAt", world.now.plus_seconds(300).text());
  CHECK(publish(at_edge).ok());
  const Json last = next(at_edge, "D2");
  world.now = *Timestamp::parse("2027-01-01T00:00:00Z");
  CHECK(publish(last).token == "FEED_KEY_REVOKED");
  world.now = world.now.plus_seconds(-1);
  CHECK(publish(last).ok());
}

TEST_CASE_FIXTURE(evidence::EvidenceWorld, "Submit: a chain of records, replays and new versions") {
  register_feed();
  const Json one = first("D1");
  const Json two = next(one, "D2");
  const Json three = with(next(two, "D1"), "recordVersion", 2);
  for (const Json& envelope : {one, two, three}) CHECK(publish(envelope).ok());
  CHECK(publish(three).changes.empty());
  CHECK(publish(one).changes.empty());
  const Json old_number = with(with(next(one, "D3"), "seq", 2), "recordVersion", 1);
  const auto replay = publish(old_number);
  CHECK(replay.rule == "E12");
  CHECK(replay.token == "FEED_SEQ_REPLAY");
  const auto evidence =
      ledger::Reader(world.state)
          .find(evidence::key::evidence(*evidence::EvidenceId::parse(test::evidence_id("D1"))));
  CHECK(evidence->latest_version == 2);
}

TEST_CASE_FIXTURE(evidence::EvidenceWorld, "Submit: the same envelope again changes nothing") {
  register_feed();
  const Json sent = signed_envelope(first());
  CHECK(as("SDN", "Submit", sent).integer("seq") == 1);
  const auto again = as("SDN", "Submit", sent);
  CHECK(again.changes.empty());
  CHECK(again.integer("seq") == 1);
}

TEST_CASE_FIXTURE(evidence::EvidenceWorld,
                  "Submit: an equivocation is recorded and freezes the feed") {
  register_feed();
  const Json one = first("D1");
  CHECK(publish(one).ok());
  const auto caught = publish(first("D2"));
  CHECK(caught.ok());
  CHECK(caught.text("code") == "FEED_EQUIVOCATION");
  const auto feed =
      ledger::Reader(world.state).find(evidence::key::feed(*evidence::FeedId::parse("decl")));
  CHECK(feed->state == evidence::FeedState::frozen);
  CHECK(feed->equivocation.front().text() == test::digest_of(one));
  CHECK(feed->equivocation.back().text() == test::digest_of(first("D2")));
  const auto frozen = publish(next(one, "D2"));
  CHECK(frozen.rule == "E11");
  CHECK(frozen.token == "FEED_FROZEN");
}

TEST_CASE_FIXTURE(evidence::EvidenceWorld, "Submit: another predecessor is an equivocation too") {
  register_feed();
  CHECK(publish(first("D1")).ok());
  const auto caught = publish(with(next(first("D1"), "D2"), "prevDigest", std::string(64, '9')));
  CHECK(caught.text("code") == "FEED_EQUIVOCATION");
}
