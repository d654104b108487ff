// SPDX-License-Identifier: Apache-2.0
#include "adapters/cli/output.hpp"

#include "tests/adapters/cli/expect.hpp"

using namespace tradelane;

namespace {

std::string printed(const std::string& text, cli::Output output) {
  std::ostringstream out;
  cli::print(out, test::json(text), output);
  return out.str();
}

}  // namespace

TEST_CASE("tables") {
  struct Row {
    const char* json;
    const char* table;
  };
  const Row rows[] = {
      {R"({"id":"1","status":{"a":[1],"b":{},"c":{"d":2}}})",
       "id          1\nstatus.a    [1]\nstatus.b    {}\nstatus.c.d  2\n"},
      {R"([{"id":"1","n":2},{"id":"22"}])", "id  n\n1   2\n22  \n"},
      {R"([{"名":"值","x":"1"},{"名":"a","x":"2"}])", "x  名\n1  值\n2  a\n"},
      {R"(["a",1])", "[\"a\",1]\n"},
      {"[]", "[]\n"},
      {"[{}]", "[{}]\n"},
      {"{}", ""},
      {R"("plain")", "plain\n"},
      {R"("\u001b[2J\n")", " [2J \n"},
      // C1, its neighbours, and the same bytes within a letter.
      {R"("\u0080\u009b2J\u009f")", "  2J \n"},
      {R"("\u007e\u007f\u00a0")", "~ \u00a0\n"},
      {R"("\u00e2\u009b")", "\u00e2 \n"},
      {R"("\u269b")", "\u269b\n"},
      {"null", "null\n"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.json);
    CHECK(printed(row.json, cli::Output::table) == row.table);
  }
}

TEST_CASE("a table with its columns in the order that is asked for") {
  std::ostringstream out;
  cli::print_table(out, {"z", "a"},
                   *test::json(R"([{"a":"1","z":"long"},{"a":"\u0007"}])").as_array());
  CHECK(out.str() == "z     a\nlong  1\n       \n");
}

TEST_CASE("YAML") {
  CHECK(printed(R"({"b":1, "a":[{}]})", cli::Output::yaml) == "a:\n  - {}\nb: 1\n");
}

TEST_CASE("JSON is one canonical line") {
  CHECK(printed(R"({"b":1, "a":[{}]})", cli::Output::json) == "{\"a\":[{}],\"b\":1}\n");
}

TEST_CASE("an answer is JSON, or else a text") {
  CHECK(cli::answer_of("") == Json(Json::Object{}));
  CHECK(cli::answer_of(R"({"a":1})") == Json(Json::Object{{"a", 1}}));
  CHECK(canonical(cli::answer_of("[18446744073709552000]")) == "[18446744073709552000]");
  CHECK(cli::answer_of("not json") == Json("not json"));
  CHECK(cli::answer_of("\xff") == Json(Json::Object{{"base64", "/w=="}}));
  CHECK(cli::answer_text("1") == Json("1"));
}
