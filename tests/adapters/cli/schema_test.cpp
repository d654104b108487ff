// SPDX-License-Identifier: Apache-2.0
#include "adapters/cli/schema.hpp"

#include "tests/adapters/cli/expect.hpp"

using namespace tradelane;
using test::json;

namespace {

const Json& root() {
  static const Json out = json(R"({"components":{"schemas":{
    "Bill":{"type":"object","required":["id"],"additionalProperties":false,"properties":{
      "id":{"type":"string","pattern":"^[A-Z]{2}$"},
      "kind":{"type":"string","enum":["order","straight"]},
      "parts":{"type":"array","items":{"$ref":"#/components/schemas/Part"}}}},
    "Part":{"type":"object","additionalProperties":{"type":"integer"}},
    "Owner":{"type":"object","required":["at"],"properties":{"at":{"$ref":"Addr"}}},
    "Addr":{"type":"object","required":["city"],"properties":{"city":{"type":"string"}}},
    "Loop":{"$ref":"#/components/schemas/Loop"}}}})");
  return out;
}

std::string told(const char* value, const char* schema) {
  std::string out;
  for (const cli::Misfit& one : cli::misfits(json(value), json(schema), root()))
    out += one.at + " " + one.what + "; ";
  return out;
}

}  // namespace

TEST_CASE("what does not fit a schema is told in words, all of it") {
  struct Row {
    const char* value;
    const char* schema;
    const char* told;
  };
  const Row rows[] = {
      {R"("x")", R"({"type":"string"})", ""},
      {"5", R"({"type":"string"})", " is a number and must be a text: write \"5\"; "},
      {"1.5", R"({"type":"integer"})", " is a number and must be a whole number; "},
      {"1.5", R"({"type":"number"})", ""},
      {R"("5")", R"({"type":"integer"})", " is a text and must be a whole number; "},
      {"-1", R"({"type":"integer","minimum":0})", " is less than 0; "},
      {"0", R"({"type":"integer","minimum":0,"maximum":9})", ""},
      {"10", R"({"type":"integer","maximum":9})", " is more than 9; "},
      {"[]", R"({"type":"object"})", " is a list and must be an object; "},
      {"{}", R"({"type":"array"})", " is an object and must be a list; "},
      {"null", R"({"type":"boolean"})", " is null and must be true or false; "},
      {"null", R"({"type":"null"})", ""},
      {R"("x")", R"({"format":"date"})", " is no date like 2026-03-05; "},
      {R"("2026-02-29")", R"({"format":"date"})", " is no date like 2026-03-05; "},
      {R"("2026-03-05")", R"({"format":"date"})", ""},
      {R"("2026-03-05")", R"({"format":"date-time"})", " is no time like 2026-03-05T08:00:00Z; "},
      {R"("2026-03-05T08:00:00.5+08:00")", R"({"format":"date-time"})", ""},
      {"{}", R"({"$ref":"#/components/schemas/Bill"})", "/id is missing; "},
      {R"({"id":"ab"})", R"({"$ref":"#/components/schemas/Bill"})",
       "/id does not have the form ^[A-Z]{2}$; "},
      {R"({"ID":"AB"})", R"({"$ref":"#/components/schemas/Bill"})",
       "/id is missing; /ID is unknown (did you mean id?); "},
      {R"({"id":"AB","kind":"ordre","parts":[{"a":1},{"b":"2"}]})",
       R"({"$ref":"#/components/schemas/Bill"})",
       "/kind is none of order, straight; /parts/1/b is a text and must be a whole number; "},
      {R"({"id":"AB","xyzzy":1})", R"({"$ref":"#/components/schemas/Bill"})",
       "/xyzzy is unknown; "},
      // As the contract API for Go refers to a structure in a structure.
      {R"({"at":{"city":"x"}})", R"({"$ref":"#/components/schemas/Owner"})", ""},
      {R"({"at":{}})", R"({"$ref":"#/components/schemas/Owner"})", "/at/city is missing; "},
      {R"({"at":"x"})", R"({"$ref":"Owner"})", "/at is a text and must be an object; "},
      {"1", R"({"$ref":"Nowhere"})", ""},
      // What we do not understand is the contract's to judge.
      {"1", R"({"$ref":"#/nowhere"})", ""},
      {"1", R"({"$ref":"#/components/schemas/Loop"})", ""},
      {"1", R"({"oneOf":[{"type":"string"}]})", ""},
      {R"("aaa")", R"({"pattern":"(a+)+$"})", ""},
      {R"("aaa")", R"({"pattern":"["})", ""},
      {R"("x")", R"({"type":"text"})", ""},
  };
  for (const Row& row : rows) {
    CAPTURE(row.value);
    CAPTURE(row.schema);
    CHECK(told(row.value, row.schema) == row.told);
  }
}

TEST_CASE("a long text is not searched with the chaincode's own pattern") {
  const std::string schema = R"({"pattern":"^b"})";
  const auto count = [&](std::size_t size) {
    return cli::misfits(std::string(size, 'a'), json(schema), root()).size();
  };
  CHECK(count(256) == 1);
  CHECK(count(257) == 0);
}

TEST_CASE("schemas in a few words") {
  struct Row {
    const char* schema;
    const char* words;
  };
  const Row rows[] = {
      {R"({"$ref":"#/components/schemas/Bill"})", "Bill"},
      {R"({"type":"string","enum":["a","b"]})", "one of a, b"},
      {R"({"type":"string","pattern":"^a$"})", "text ^a$"},
      {R"({"type":"string","format":"date"})", "date"},
      {R"({"type":"string"})", "text"},
      {R"({"type":"array","items":{"type":"integer"}})", "list of integer"},
      {R"({"type":"array"})", "list"},
      {R"({"additionalProperties":{"type":"string"},"type":"object"})", "object of text"},
      {R"({"properties":{}})", "object"},
      {R"({"$ref":"Addr"})", "Addr"},
      {R"({"$ref":"#/components/schemas/Bill"})", "Bill"},
      {"{}", "anything"}};
  for (const Row& row : rows) CHECK(cli::describe_schema(json(row.schema), root()) == row.words);
}

TEST_CASE("the name that was meant") {
  const std::vector<std::string> names{"invoke", "query", "events", "identity"};
  CHECK(cli::nearest("qery", names) == "query");
  CHECK(cli::nearest("INVOKE", names) == "invoke");
  CHECK(cli::nearest("event", names) == "events");
  CHECK(cli::nearest("frobnicate", names).empty());
  CHECK(cli::nearest("", names).empty());
}
