// SPDX-License-Identifier: Apache-2.0
#include "chaincode/codec/json.hpp"

#include <cstdio>

#include <doctest/doctest.h>

#include "chaincode/codec/foreign_json.hpp"

using namespace tradelane;

namespace {

std::string reprint(std::string_view text) {
  auto json = parse_json(text);
  return json ? canonical(*json) : std::string(info(json.error().code).token);
}

}  // namespace

TEST_CASE("canonical JSON: the sorting vector of RFC 8785 3.2.3") {
  const std::string text =
      "{\"\\u20ac\":\"Euro Sign\",\"\\r\":\"Carriage Return\",\"\\ufb33\":\"Hebrew Letter Dalet "
      "With Dagesh\",\"1\":\"One\",\"\\ud83d\\ude00\":\"Emoji: Grinning Face\",\"\\u0080\":"
      "\"Control\",\"\\u00f6\":\"Latin Small Letter O With Diaeresis\"}";
  const std::string sorted =
      "{\"\\r\":\"Carriage Return\",\"1\":\"One\",\"\u0080\":\"Control\",\"\u00f6\":\"Latin Small "
      "Letter O With Diaeresis\",\"\u20ac\":\"Euro Sign\",\"\U0001F600\":\"Emoji: Grinning "
      "Face\",\"\ufb33\":\"Hebrew Letter Dalet With Dagesh\"}";
  CHECK(reprint(text) == sorted);
}

TEST_CASE("canonical JSON: the primitive vector of RFC 8785 3.2.2") {
  CHECK(
      reprint(
          R"({"string":"\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/","literals":[null,true,false],
                    "numbers":[1E30,4.50,2e-3,0.000000000000000000000000001]})") ==
      "{\"literals\":[null,true,false],\"numbers\":[1e+30,4.5,0.002,1e-27],"
      "\"string\":\"\u20ac$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"}");
}

TEST_CASE("canonical JSON: an escape is found at any place of a text") {
  const std::string around = "0123\u00e9\u4e2d\U0001f600 89abcdefgh";
  for (int c = 0; c < 0x80; ++c)
    for (std::size_t at = 0; at <= around.size(); ++at) {
      if (at < around.size() && (static_cast<unsigned char>(around[at]) & 0xc0U) == 0x80U) continue;
      const std::string one(1, static_cast<char>(c));
      const std::string alone = canonical(Json(one));
      CAPTURE(c);
      CAPTURE(at);
      CHECK(canonical(Json(around.substr(0, at) + one + around.substr(at))) ==
            '"' + around.substr(0, at) + alone.substr(1, alone.size() - 2) + around.substr(at) +
                '"');
    }
}

TEST_CASE("canonical JSON: every escape that RFC 8785 3.2.2.2 has, and no other") {
  CHECK(reprint(R"("\u0008\u0009\u000a\u000c\u000d\u0022\u005c")") == R"("\b\t\n\f\r\"\\")");
  for (int c = 0; c < 0x80; ++c) {
    if (c == '"' || c == '\\' || c == 8 || c == 9 || c == 10 || c == 12 || c == 13) continue;
    char escaped[16];
    std::snprintf(escaped, sizeof escaped, "\"\\u%04x\"", static_cast<unsigned>(c));
    CAPTURE(escaped);
    const std::string plain = "\"" + std::string(1, static_cast<char>(c)) + "\"";
    CHECK(reprint(escaped) == (c < 0x20 ? std::string(escaped) : plain));
  }
}

TEST_CASE("canonical JSON: names sort by UTF-16, where it differs from UTF-8") {
  // U+D7FF, U+10000 and U+10FFFF (whose surrogates begin with D8), U+E000, U+F8FF, U+FFFD.
  CHECK(reprint("{\"\ufffd\":6,\"\uf8ff\":5,\"\ue000\":4,\"\U0010ffff\":3,\"\U00010000\":2,"
                "\"\ud7ff\":1}") ==
        "{\"\ud7ff\":1,\"\U00010000\":2,\"\U0010ffff\":3,\"\ue000\":4,\"\uf8ff\":5,"
        "\"\ufffd\":6}");
}

TEST_CASE("strict reader: what it refuses") {
  struct Row {
    const char* text;
    const char* token;
  };
  const Row rows[] = {
      {"", "ARG_MALFORMED"},
      {"{", "ARG_MALFORMED"},
      {"{} x", "ARG_MALFORMED"},
      {"{\"a\":1,\"a\":2}", "ARG_MALFORMED"},
      {"{\"a\":1,\"\\u0061\":2}", "ARG_MALFORMED"},
      {"[1,]", "ARG_MALFORMED"},
      {"[01]", "ARG_MALFORMED"},
      {"[NaN]", "ARG_MALFORMED"},
      {"// c\n1", "ARG_MALFORMED"},
      {"\"\\ud800\"", "ARG_MALFORMED"},
      {"\"\xff\"", "ARG_MALFORMED"},
      {"\xef\xbb\xbf{}", "ARG_MALFORMED"},
      {"1e400", "ARG_MALFORMED"},
      {"18446744073709551616", "ARG_MALFORMED"},
      {"333333333.33333329", "ARG_MALFORMED"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.text);
    CHECK(reprint(row.text) == row.token);
  }
}

TEST_CASE("strict reader: every limit, at it and one above") {
  const JsonLimits limits{
      .bytes = 60, .depth = 3, .nodes = 8, .string_bytes = 10, .number_bytes = 5};
  const auto outcome = [&](const std::string& text) {
    const auto json = parse_json(text, limits);
    return json ? std::string("ok") : std::string(info(json.error().code).token);
  };
  CHECK(outcome("\"" + std::string(10, 'x') + "\"") == "ok");
  CHECK(outcome("\"" + std::string(11, 'x') + "\"") == "ARG_LIMIT");
  CHECK(outcome("{\"" + std::string(11, 'x') + "\":1}") == "ARG_LIMIT");
  CHECK(outcome("[[[1]]]") == "ok");
  CHECK(outcome("[[[[1]]]]") == "ARG_LIMIT");
  CHECK(outcome("[1,2,3,4,5,6,7]") == "ok");
  CHECK(outcome("[1,2,3,4,5,6,7,8]") == "ARG_LIMIT");
  CHECK(outcome("12345") == "ok");
  CHECK(outcome("123456") == "ARG_LIMIT");
  CHECK(outcome(std::string(59, ' ') + "1") == "ok");
  CHECK(outcome(std::string(60, ' ') + "1") == "ARG_LIMIT");
}

TEST_CASE("JSON of others: any number as it is written, and otherwise as strict") {
  const char* const text = R"({"a":1.50,"b":18446744073709552000,"c":-0.1234567890123456789})";
  CHECK_FALSE(parse_json(text));
  const auto json = parse_foreign_json(text);
  REQUIRE(json);
  CHECK(canonical(*json) == R"({"a":1.5,"b":18446744073709552000,"c":-0.1234567890123456789})");
  CHECK_FALSE(json->find("b")->as_integer());
  for (const char* wrong : {R"({"a":1,"a":2})", "01", "+1", "1.", "[1", "\xff"}) {
    CAPTURE(wrong);
    CHECK_FALSE(parse_foreign_json(wrong));
  }
  CHECK(parse_foreign_json(std::string(40, '9')));
  CHECK_FALSE(parse_foreign_json(std::string(41, '9')));
}

TEST_CASE("json: integers are those that every language holds exactly") {
  CHECK(parse_json("9007199254740991")->as_integer() == 9007199254740991);
  CHECK(parse_json("-7")->as_integer() == -7);
  CHECK(Json(std::int64_t{-9007199254740991}).as_integer() == -9007199254740991);
  CHECK_FALSE(Json(std::int64_t{-9007199254740992}).as_integer());
  CHECK_FALSE(Json(std::int64_t{9007199254740992}).as_integer());
  CHECK_FALSE(parse_json("1.5")->as_integer());
  CHECK_FALSE(parse_json("1e30")->as_integer());
  CHECK_FALSE(parse_json("\"7\"")->as_integer());
}
