// SPDX-License-Identifier: Apache-2.0
#include "chaincode/codec/json_text.hpp"

#include <limits>

#include <doctest/doctest.h>

#include "chaincode/codec/json.hpp"

using namespace tradelane;

namespace {

std::string printed(std::string_view text) {
  std::string out;
  append_json_string(out, text);
  return out;
}

std::optional<std::string> string_in(std::string_view text) {
  JsonCursor in(text);
  const auto found = in.take_string();
  if (!found) {
    // Where it has not moved, other things can be tried.
    CHECK(in.take(text));
    return std::nullopt;
  }
  CHECK(in.at_end());
  return std::string(*found);
}

std::optional<std::int64_t> count_in(std::string_view text) {
  JsonCursor in(text);
  const auto found = in.take_count();
  return found && in.at_end() ? found : std::nullopt;
}

}  // namespace

TEST_CASE("JSON text: a character is found wherever it stands, since many are looked at at once") {
  for (const std::string_view one : {"\"", "\\", "\x01", "\x1f", "\n", "\x7f", " ", "\xc3\xa9"})
    for (std::size_t size = 0; size < 80; ++size)
      for (std::size_t at = 0; at <= size; at += 3) {
        std::string text(size, 'x');
        text.insert(at, one);
        const std::string quoted = printed(text);
        CHECK(*parse_json(quoted)->as_string() == text);
        const bool is_escaped = one[0] == '"' || one[0] == '\\' || (one[0] > 0 && one[0] < ' ');
        CHECK((quoted.size() == text.size() + 2) == !is_escaped);
        CHECK(string_in(quoted).has_value() == !is_escaped);
        if (!is_escaped) CHECK(string_in(quoted) == text);
      }
}

TEST_CASE("JSON text: a string is taken when it is plain, whole and UTF-8") {
  CHECK(string_in(R"("")") == "");
  CHECK(string_in("\"\xe4\xb8\xad\xf0\x9f\x98\x80\"") == "\xe4\xb8\xad\xf0\x9f\x98\x80");
  for (const std::string_view other : {"", "\"", "\"x", "x", "\"\\n\"", "\"\\u0041\"", "\"\x1f\"",
                                       "\"\x80\"", "\"\xed\xa0\x80\"", "\"\xff\"", "\"\xc3\""})
    CHECK(string_in(other) == std::nullopt);
  for (std::size_t size = 0; size < 80; ++size)
    CHECK(string_in('"' + std::string(size, 'x') + "\xc3\"") == std::nullopt);
}

TEST_CASE("JSON text: a count has one form and an end") {
  CHECK(count_in("0") == 0);
  CHECK(count_in("9007199254740991") == 9007199254740991);
  for (const std::string_view other : {"", "-0", "-1", "+1", "00", "01", "9007199254740992", "1.0",
                                       "1e0", " 1", "99999999999999999999", "x"})
    CHECK(count_in(other) == std::nullopt);
  std::string out;
  append_json_integer(out, std::numeric_limits<std::int64_t>::min());
  append_json_integer(out, 0);
  CHECK(out == "-92233720368547758080");
}

TEST_CASE("JSON text: literals and single characters are taken or left") {
  JsonCursor in("true,x");
  CHECK_FALSE(in.take("false"));
  CHECK(in.take("true"));
  CHECK_FALSE(in.take('x'));
  CHECK(in.take(','));
  CHECK_FALSE(in.at_end());
  CHECK(in.take('x'));
  CHECK(in.at_end());
  CHECK_FALSE(in.take('x'));
}
