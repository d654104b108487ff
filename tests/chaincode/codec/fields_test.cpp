// SPDX-License-Identifier: Apache-2.0
#include "chaincode/codec/fields.hpp"

#include <doctest/doctest.h>

namespace tradelane::fields_test {

enum class Kind { order, straight };
constexpr auto enum_texts(Kind) {
  return std::array{std::pair{Kind::order, std::string_view("ORDER")},
                    std::pair{Kind::straight, std::string_view("STRAIGHT")}};
}

struct Inner {
  static constexpr std::string_view name = "Inner";
  std::string text = {};
  static constexpr auto fields() { return listing(field("text", &Inner::text)); }
  bool operator==(const Inner&) const = default;
};

struct Sample {
  static constexpr std::string_view name = "Sample";
  static constexpr std::string_view schema = "tradelane.sample/1";
  PartyId party = {};
  Kind kind = Kind::order;
  std::int64_t count = 0;
  bool flag = false;
  Timestamp at = {};
  Set<std::string> names = {};
  std::optional<Inner> inner = {};
  std::map<std::string, Digest> digests = {};
  static constexpr auto fields() {
    return listing(field("party", &Sample::party), field("kind", &Sample::kind),
                   field("count", &Sample::count), field("flag", &Sample::flag),
                   field("at", &Sample::at), field("names", &Sample::names),
                   field("inner", &Sample::inner), optional_field("digests", &Sample::digests));
  }
  bool operator==(const Sample&) const = default;
};

namespace {

const char* const good =
    R"({"at":"2026-03-05T08:00:00Z","count":7,"flag":true,"inner":{"text":"x"},"kind":"STRAIGHT",)"
    R"("names":["a","b"],"party":"00000000000000000000000EXP"})";

std::string outcome(const std::string& text) {
  const auto sample = from_json<Sample>(*parse_json(text));
  return sample ? "ok" : sample.error().at;
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const auto at = text.find(from);
  REQUIRE(at != std::string::npos);
  return text.replace(at, from.size(), to);
}

}  // namespace

TEST_CASE("fields: one listing reads and writes") {
  const auto sample = from_json<Sample>(*parse_json(good));
  REQUIRE(sample.ok());
  CHECK(sample->kind == Kind::straight);
  CHECK(sample->inner->text == "x");
  CHECK(canonical(to_json(*sample)) == good);
}

TEST_CASE("fields: each refusal points at its place") {
  struct Row {
    const char* from;
    const char* to;
    const char* at;
  };
  const Row rows[] = {
      {"\"count\":7", "\"count\":-1", "/count"},
      {"\"count\":7", "\"count\":9007199254740991", "ok"},
      {"\"count\":7", "\"count\":\"7\"", "/count"},
      {"\"count\":7", "\"count\":1.5", "/count"},
      {"\"flag\":true", "\"flag\":1", "/flag"},
      {"\"flag\":true,", "", "/flag"},
      {"\"inner\":{\"text\":\"x\"}", "\"inner\":null", "/inner"},
      {"\"inner\":{\"text\":\"x\"}", "\"inner\":{\"text\":7}", "/inner/text"},
      {"\"inner\":{\"text\":\"x\"}", "\"inner\":{\"text\":\"x\",\"y\":1}", "/inner/y"},
      {"STRAIGHT", "straight", "/kind"},
      {"\"a\",\"b\"", "\"b\",\"a\"", "/names/1"},
      {"\"a\",\"b\"", "\"a\",\"a\"", "/names/1"},
      {"EXP", "exp", "/party"},
      {"08:00:00Z", "08:00:00+00:00", "/at"},
      {"\"count\":7", "\"count\":7,\"extra\":1", "/extra"},
      {"\"count\":7", "\"count\":7,\"digests\":{\"d\":\"00\"}", "/digests/d"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.to);
    CHECK(outcome(replaced(good, row.from, row.to)) == row.at);
  }
  CHECK(outcome("[]") == "");
}

TEST_CASE("fields: the same listing gives the schema") {
  Schemas schemas;
  CHECK(canonical(Codec<Sample>::schema(schemas)) == R"({"$ref":"#/components/schemas/Sample"})");
  CHECK(canonical(schemas.at("Inner")) ==
        R"({"$id":"Inner","additionalProperties":false,"properties":{"text":{"type":"string"}},)"
        R"("required":["text"],"type":"object"})");
  CHECK(canonical(*schemas.at("Sample").find("required")) ==
        R"(["party","kind","count","flag","at","names"])");
  CHECK(canonical(*schemas.at("Sample").find("properties")) ==
        R"({"at":{"format":"date-time","type":"string"},)"
        R"("count":{"maximum":9007199254740991,"minimum":0,"type":"integer"},)"
        R"("digests":{"additionalProperties":{"pattern":"^[0-9a-f]{64}$","type":"string"},)"
        R"("type":"object"},"flag":{"type":"boolean"},)"
        R"("inner":{"$ref":"#/components/schemas/Inner"},)"
        R"("kind":{"enum":["ORDER","STRAIGHT"],"type":"string"},)"
        R"("names":{"items":{"type":"string"},"type":"array","uniqueItems":true},)"
        R"("party":{"pattern":"^[0-9A-Z]{26}$","type":"string"}})");
}

TEST_CASE("fields: what was signed stays as it came and is described as what it is") {
  using Kept = AsSent<Inner>;
  const Json sent = *parse_json(R"({"text":"x","unknown":1})");
  const auto kept = from_json<Kept>(sent);
  REQUIRE(kept.ok());
  CHECK(kept->json == sent);
  CHECK(to_json(*kept) == sent);
  Schemas schemas;
  CHECK(canonical(Codec<Kept>::schema(schemas)) == R"({"$ref":"#/components/schemas/Inner"})");
  CHECK(schemas.contains("Inner"));
}

TEST_CASE("records: carry their schema, and other bytes are a fault") {
  const auto sample = *from_json<Sample>(*parse_json(good));
  const Bytes bytes = encode_record(sample);
  CHECK(bytes.find(R"("schema":"tradelane.sample/1")") != std::string::npos);
  CHECK(decode_record<Sample>(bytes) == sample);
  CHECK_THROWS_AS((void)decode_record<Sample>("{}"), Fault);
  CHECK_THROWS_AS((void)decode_record<Sample>("nonsense"), Fault);
  CHECK_THROWS_AS((void)decode_record<Sample>(replaced(bytes, "sample/1", "sample/2")), Fault);
}

TEST_CASE("first difference: names the field that a conflict is about") {
  const auto sample = *from_json<Sample>(*parse_json(good));
  Sample other = sample;
  CHECK(first_difference(sample, other).empty());
  other.names = {"a"};
  CHECK(first_difference(sample, other) == "names");
}

}  // namespace tradelane::fields_test
