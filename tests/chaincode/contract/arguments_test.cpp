// SPDX-License-Identifier: Apache-2.0
#include "chaincode/contract/arguments.hpp"

#include <string>

#include <doctest/doctest.h>

using namespace tradelane;
using contract::Arguments;

TEST_CASE("arguments: the text stays as it was sent, and the object is read once") {
  const std::string text = R"( {"b":1,"a":[]} )";
  const Arguments args(text);
  CHECK(args.text().data() == text.data());
  REQUIRE(args.object().ok());
  CHECK(canonical(args.json()) == R"({"a":[],"b":1})");
  CHECK(&args.object() == &args.object());
}

TEST_CASE("arguments: what is no object is refused with the rule that says so") {
  struct Row {
    std::string text;
    Code code;
    const char* rule;
  };
  const std::string deep = std::string(200, '[') + std::string(200, ']');
  const Row rows[] = {
      {"", Code::arg_malformed, "A11"},      {"[]", Code::arg_malformed, "A11"},
      {"null", Code::arg_malformed, "A11"},  {R"("{}")", Code::arg_malformed, "A11"},
      {"{} {}", Code::arg_malformed, "A11"}, {R"({"a":1,"a":1})", Code::arg_malformed, "A11"},
      {deep, Code::arg_limit, "A13"}};
  for (const Row& row : rows) {
    CAPTURE(row.text);
    const Arguments args(row.text);
    REQUIRE_FALSE(args.object().ok());
    CHECK(args.object().error().code == row.code);
    CHECK(args.object().error().rule == row.rule);
  }
}
