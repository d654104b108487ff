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

const Digest sample_digest = *Digest::parse(std::string(64, 'a'));

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

namespace {

/// What `decode_record` is where nothing is read in one go.
std::optional<Sample> slowly(std::string_view bytes) {
  auto json = parse_json(bytes);
  if (!json || json->find("schema") == nullptr) return std::nullopt;
  if (*json->find("schema") != Json(Sample::schema)) return std::nullopt;
  json->as_object()->erase("schema");
  auto sample = from_json<Sample>(*json);
  return sample ? std::optional(std::move(*sample)) : std::nullopt;
}

std::optional<Sample> quickly(std::string_view bytes) {
  if (!detail::is_quickly_read(bytes)) return std::nullopt;
  Sample sample;
  JsonCursor in(bytes);
  if (!FieldsCodec<Sample>::read(in, sample, Sample::schema) || !in.at_end()) return std::nullopt;
  return sample;
}

/// Never anything but what the slow way gives, whatever the bytes are.
void check_same(const std::string& bytes) {
  CAPTURE(bytes);
  const auto slow = slowly(bytes);
  const auto quick = quickly(bytes);
  const bool is_wrong = quick && (!slow || !(*slow == *quick));
  CHECK_FALSE(is_wrong);
  std::optional<Sample> decoded;
  try {
    decoded = decode_record<Sample>(bytes);
  } catch (const Fault&) {
  }
  const bool is_same = decoded == slow;
  CHECK(is_same);
}

/// All kinds of members but maps, which are read the slow way.
const std::string whole =
    R"({"at":"2026-03-05T08:00:00Z","count":70,"flag":true,"inner":{"text":"x"},)"
    R"("kind":"STRAIGHT","names":["a","b"],"party":"00000000000000000000000EXP",)"
    R"("schema":"tradelane.sample/1"})";

}  // namespace

TEST_CASE("records: canonical bytes are read in one go") {
  CHECK(quickly(whole).has_value());
  CHECK(quickly(replaced(whole, R"("inner":{"text":"x"},)", "")).has_value());
  CHECK(quickly(replaced(whole, R"("a","b")", "")).has_value());
  CHECK(quickly(replaced(whole, "70", "0")).has_value());
  CHECK(quickly(replaced(whole, "70", "9007199254740991")).has_value());
  CHECK(quickly(replaced(whole, "true", "false")).has_value());
  CHECK(encode_record(*quickly(whole)) == whole);
}

TEST_CASE("records: what is read in one go is what the strict reader gives") {
  const std::string_view others = "\"\\,:{}[] 0179-+.eEaAbtxXZ/\n\x1f\x7f\x80\xc3\xff";
  for (std::size_t at = 0; at < whole.size(); ++at) {
    std::string bytes = whole;
    for (const char other : others) {
      bytes[at] = other;
      check_same(bytes);
      check_same(std::string(whole).insert(at, 1, other));
    }
    check_same(std::string(whole).erase(at, 1));
    check_same(whole.substr(0, at));
  }
}

TEST_CASE("records: members that are moved, doubled, foreign or not canonical are the reader's") {
  const std::pair<const char*, const char*> rows[] = {
      {R"("count":70,)", R"("count":70,"count":70,)"},
      {R"("count":70,"flag":true,)", R"("flag":true,"count":70,)"},
      {R"("count":70,)", R"("count":70,"extra":1,)"},
      {R"("count":70,)", R"("count":9007199254740992,)"},
      {R"("count":70,)", R"("count":070,)"},
      {R"("count":70,)", R"("count":7e1,)"},
      {R"("count":70,)", R"("count":70.0,)"},
      {R"("count":70,)", R"("digests":{},"count":70,)"},
      {R"("count":70,)", R"("count":70,"digests":{},)"},
      {R"("text":"x")", R"("text":"\u0078")"},
      {R"("text":"x")", R"("text":"\n")"},
      {R"("text":"x")", R"("text":"\u20ac \xe2\x82\xac")"},
      {R"("text":"x")", R"("text":"x","text":"x")"},
      {R"("text":"x")", ""},
      {R"({"text":"x"})", "null"},
      {R"("a","b")", R"("a","a")"},
      {R"("a","b")", R"("b","a")"},
      {R"("a","b")", R"("a",)"},
      {R"("schema":"tradelane.sample/1")", R"("schema":"tradelane.sample/2")"},
      {R"(,"schema":"tradelane.sample/1")", ""},
      {R"("at")", R"("":1,"at")"}};
  for (const auto& [from, to] : rows) check_same(replaced(whole, from, to));
  check_same(whole + whole);
  check_same(" " + whole);
  check_same(whole + "\n");
}

TEST_CASE("records: a long one is read the slow way, with the same limits") {
  const auto with_text = [](std::size_t size) {
    return replaced(whole, R"("text":"x")", R"("text":")" + std::string(size, 'y') + '"');
  };
  const std::size_t most = 16 * 1024 - with_text(0).size();
  CHECK(quickly(with_text(most)).has_value());
  CHECK_FALSE(quickly(with_text(most + 1)));
  for (const std::size_t size :
       {most, most + 1, std::size_t{256} * 1024, std::size_t{256} * 1024 + 1})
    check_same(with_text(size));
}

TEST_CASE("fields: written at once as the canonical form of the value") {
  Sample sample = *quickly(whole);
  CHECK(print_json(sample) == canonical(to_json(sample)));
  sample.inner->text = "quote \" backslash \\ line \n bell \a \xe4\xb8\xad";
  sample.names = {};
  sample.digests = {{"\xef\xbf\xbd", sample_digest}, {"\xf0\x9f\x98\x80", sample_digest}};
  CHECK(print_json(sample) == canonical(to_json(sample)));
  sample.inner.reset();
  CHECK(print_json(sample) == canonical(to_json(sample)));
  CHECK(print_json(std::vector<Sample>{sample, sample}) ==
        canonical(Json::Array{to_json(sample), to_json(sample)}));
  CHECK(print_json(Json(Json::Object{})) == "{}");
}

TEST_CASE("first difference: names the field that a conflict is about") {
  const auto sample = *from_json<Sample>(*parse_json(good));
  Sample other = sample;
  CHECK(first_difference(sample, other).empty());
  other.names = {"a"};
  CHECK(first_difference(sample, other) == "names");
}

}  // namespace tradelane::fields_test
