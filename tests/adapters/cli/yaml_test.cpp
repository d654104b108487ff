// SPDX-License-Identifier: Apache-2.0
#include "adapters/cli/yaml.hpp"

#include "tests/adapters/cli/expect.hpp"

using namespace tradelane;

TEST_CASE("JSON as YAML: block style, and quotes where a reader could err") {
  struct Row {
    const char* json;
    const char* yaml;
  };
  const Row rows[] = {
      {"null", "null\n"},
      {"true", "true\n"},
      {"-1.5", "-1.5\n"},
      {R"("plain text/1.x@y-z_0")", "plain text/1.x@y-z_0\n"},
      {R"("")", "\"\"\n"},
      {R"("No")", "\"No\"\n"},
      {R"("null")", "\"null\"\n"},
      {R"("1e3")", "\"1e3\"\n"},
      {R"("2026-03-05")", "\"2026-03-05\"\n"},
      {R"("a: b")", "\"a: b\"\n"},
      {R"("a #b")", "\"a #b\"\n"},
      {R"("trailing ")", "\"trailing \"\n"},
      {R"("two\nlines")", "\"two\\nlines\"\n"},
      {"\"\x7f~\"", "\"\\u007f~\"\n"},
      {R"("\u0080\u0085\u009f\u00a0")", "\"\\u0080\\u0085\\u009f\u00a0\"\n"},
      {R"("\ufffd\ufffe\uffff\u269b")", "\"\ufffd\\ufffe\\uffff\u269b\"\n"},
      {R"({"\u009b":1})", "\"\\u009b\": 1\n"},
      {"{}", "{}\n"},
      {"[]", "[]\n"},
      {R"({"a":{"b":[],"c":{}},"on":1})", "a:\n  b: []\n  c: {}\n\"on\": 1\n"},
      {R"([{"a":1,"b":[2,[3]]},"x"])", "- a: 1\n  b:\n    - 2\n    - - 3\n- x\n"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.json);
    CHECK(cli::to_yaml(test::json(row.json)) == row.yaml);
  }
}

TEST_CASE("what is written as YAML is read again as the same texts") {
  const Json value =
      test::json(R"({"a":"yes","b":["1","null","x: y","ü","\u0007","","\u007f\u0085\uffff"],"c":)"
                 R"({"d e":"true"},"f":true,"g":null})");
  const auto read = cli::from_yaml(cli::to_yaml(value));
  REQUIRE(read);
  CHECK(*read == value);
}

TEST_CASE("a profile of Fabric in YAML") {
  const auto read = cli::from_yaml(
      "# comment\nclient:\n  organization: BankH\npeers:\n  p0:\n    url: grpcs://h:7051\n"
      "    tlsCACerts:\n      pem: |\n        -----BEGIN\n        AB\n");
  REQUIRE(read);
  CHECK(canonical(*read) == R"({"client":{"organization":"BankH"},"peers":{"p0":{"tlsCACerts":)"
                            R"({"pem":"-----BEGIN\nAB\n"},"url":"grpcs://h:7051"}}})");
}

TEST_CASE("what is no YAML, and what would fill the memory, is refused") {
  const auto code_of = [](const std::string& text) {
    const auto read = cli::from_yaml(text);
    REQUIRE_FALSE(read);
    return read.error().code;
  };
  CHECK(code_of("a: [1") == Code::arg_malformed);
  CHECK(code_of("a: b: c") == Code::arg_malformed);
  CHECK(code_of("? [a, b]\n: c\n") == Code::arg_malformed);
  CHECK(code_of(std::string(1024 * 1024 + 1, 'a')) == Code::arg_limit);
  // At the limit of depth, and one above.
  const auto nested = [](std::size_t depth) {
    return std::string(depth, '[') + std::string(depth, ']');
  };
  CHECK(cli::from_yaml(nested(17)));
  CHECK(code_of(nested(18)) == Code::arg_limit);
  std::string laughs = "a: &a [x,x,x,x,x,x,x,x,x,x]\n";
  for (char c = 'b'; c < 'h'; ++c) {
    const std::string before(1, static_cast<char>(c - 1));
    laughs += std::string(1, c) + ": &" + c + " [";
    for (int i = 0; i < 10; ++i) laughs += (i == 0 ? "*" : ",*") + before;
    laughs += "]\n";
  }
  CHECK(code_of(laughs) == Code::arg_limit);
}
