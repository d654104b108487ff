// SPDX-License-Identifier: Apache-2.0
#include "adapters/shanghai/map.hpp"

#include <doctest/doctest.h>

#include "tests/adapters/shanghai/records.hpp"

using namespace tradelane;
using namespace tradelane::shanghai;

namespace {

const std::filesystem::path d1 = test::shanghai_fixtures() / "valid/D1.gb18030.xml";

void set(Json& object, const std::string& name, Json value) {
  (*object.as_object())[name] = std::move(value);
}

}  // namespace

TEST_CASE("shanghai: each valid fixture gives the facts that facts.json lists") {
  const auto expected = parse_json(test::read_bytes(test::shanghai_fixtures() / "facts.json"));
  REQUIRE(expected.ok());
  const auto files = test::files_in(test::shanghai_fixtures() / "valid");
  CHECK(files.size() == expected->as_object()->size());
  for (const auto& file : files) {
    const std::string name = file.filename();
    CAPTURE(name);
    const auto facts = test::facts_from_file(file);
    REQUIRE(facts.ok());
    REQUIRE(expected->find(name) != nullptr);
    CHECK(canonical(*facts) == canonical(*expected->find(name)));
  }
}

TEST_CASE("shanghai: a record whose digests hold goes to the ledger with its envelope untouched") {
  for (const char* name : {"valid/D1.gb18030.xml", "valid/D2.utf8.xml", "valid/L1.json"}) {
    CAPTURE(name);
    const auto file = test::shanghai_fixtures() / name;
    const Json facts = *test::facts_from_file(file);
    for (const char* algorithm : {"SM3", "SHA-256"}) {
      auto record = test::record_of(file, facts, algorithm);
      set(record.envelope, "classification", Json::Object{{"personal", false}});
      const auto mapped = map(record);
      REQUIRE(mapped.ok());
      CHECK(*mapped == Json(Json::Object{{"envelope", record.envelope}}));
    }
  }
}

TEST_CASE("shanghai: what the envelope says and the bytes do not") {
  const Json facts = *test::facts_from_file(d1);
  Json other_facts = facts;
  set(other_facts, "packages", 491);
  struct Row {
    const char* what;
    Code code;
    std::string detail;
    void (*change)(NodeRecord&);
  };
  const Row rows[] = {
      {"another payload", Code::feed_digest, "payloadDigest",
       [](NodeRecord& r) { r.original = to_base64(*from_base64(r.original) + " "); }},
      {"another salt", Code::feed_digest, "payloadDigest",
       [](NodeRecord& r) { r.salt = to_base64url(Bytes(32, 't')); }},
      {"another algorithm", Code::feed_digest, "payloadDigest",
       [](NodeRecord& r) {
         set(r.envelope, "payloadDigest",
             Json::Object{{"alg", "MD5"}, {"value", std::string(64, '0')}});
       }},
      {"other facts", Code::feed_digest, "factsDigest",
       [](NodeRecord& r) { set(r.envelope, "factsDigest", std::string(64, '0')); }},
      {"the other charset", Code::feed_charset, "bytes that are not UTF-8",
       [](NodeRecord& r) { set(r.envelope, "charset", "UTF-8"); }},
      {"an unknown charset", Code::feed_schema, "envelope charset",
       [](NodeRecord& r) { set(r.envelope, "charset", "Big5"); }},
      {"the other type", Code::feed_schema, "not one JSON object",
       [](NodeRecord& r) { set(r.envelope, "recordType", "CONTAINER_EVENT"); }},
      {"an unknown type", Code::feed_schema, "envelope recordType",
       [](NodeRecord& r) { set(r.envelope, "recordType", "EINVOICE"); }},
      {"no digest of facts", Code::feed_schema, "envelope lacks factsDigest",
       [](NodeRecord& r) { r.envelope.as_object()->erase("factsDigest"); }},
      {"half a payload digest", Code::feed_schema, "envelope payloadDigest",
       [](NodeRecord& r) {
         set(r.envelope, "payloadDigest", Json::Object{{"alg", "SM3"}});
       }},
      {"no envelope", Code::feed_schema, "envelope lacks recordType",
       [](NodeRecord& r) { r.envelope = "none"; }},
      {"a short salt", Code::feed_schema, "original or salt",
       [](NodeRecord& r) { r.salt = to_base64url(Bytes(15, 's')); }},
      {"no base64", Code::feed_schema, "original or salt",
       [](NodeRecord& r) { r.original += "="; }},
  };
  for (const Row& row : rows) {
    CAPTURE(row.what);
    auto record = test::record_of(d1, facts);
    row.change(record);
    const auto mapped = map(record);
    REQUIRE_FALSE(mapped.ok());
    CHECK(mapped.error().code == row.code);
    CHECK(mapped.error().detail == row.detail);
  }
  CHECK(map(test::record_of(d1, other_facts)).error().detail == "factsDigest");
}

TEST_CASE("shanghai: the commitment covers facts and salt as one canonical text") {
  CHECK(facts_opening(Json::Object{{"b", 1}, {"a", "x"}}, "c2FsdA") ==
        R"({"facts":{"a":"x","b":1},"salt":"c2FsdA"})");
}
