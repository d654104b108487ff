// SPDX-License-Identifier: Apache-2.0
#include "chaincode/crypto/strict_json.hpp"

#include <string>

#include <doctest/doctest.h>

using namespace tradelane::crypto;

TEST_CASE("strict JSON: one object, and no name twice in any object") {
  struct Row {
    std::string text;
    bool good;
  };
  const Row rows[] = {
      {R"({})", true},
      {R"({"a":1,"b":[{"a":"x"},{"a":null}],"A":true})", true},
      {R"({"a":{"b":1},"c":{"b":1},"b":-1.5e3})", true},
      {R"({"":1,"é":"\u00e9"})", true},
      {R"({"a":1,"a":1})", false},
      {R"({"a":1,"\u0061":2})", false},
      {R"({"a":{"b":1,"c":2,"b":3}})", false},
      {R"({"a":[{"b":1,"b":1}]})", false},
      {R"({"a":1,"b":2,"a":[]})", false},
      {R"({"a":1} )", true},
      {R"({"a":1}{})", false},
      {R"({"a":1,})", false},
      {R"({'a':1})", false},
      {R"({"a":1 /* b */})", false},
      {R"(["a"])", false},
      {R"("a")", false},
      {"", false},
      {"{\"a\":\"\xff\"}", false},
      {std::string(40, '[') + std::string(40, ']'), false},
  };
  for (const Row& row : rows) {
    CAPTURE(row.text);
    CHECK(parse_strict_object(row.text).has_value() == row.good);
  }
}

TEST_CASE("strict JSON: long names are compared whole, texts keep their NUL") {
  const std::string name(70'000, 'n');
  CHECK(parse_strict_object("{\"" + name + "1\":1,\"" + name + "2\":2}"));
  CHECK_FALSE(parse_strict_object("{\"" + name + "\":1,\"" + name + "\":2}"));
  const auto object = parse_strict_object(R"({"a":"b\u0000c"})");
  REQUIRE(object);
  CHECK(object->at("a").get_string().size() == 3);
}
