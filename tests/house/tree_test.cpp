// SPDX-License-Identifier: Apache-2.0
#include "tests/house/tree.hpp"

#include <doctest/doctest.h>

using namespace tradelane::house;

TEST_CASE("tree: comments and literals are blanked, columns stay") {
  struct Row {
    std::string text;
    bool literals;
    std::string code;
  };
  const Row rows[] = {
      {"a // b\nc", true, "a     \nc"},
      {"a /* b\nc */ d", true, "a     \n     d"},
      {R"(x = "a // b"; y)", true, R"(x = "a // b"; y)"},
      {R"(x = "a // b"; y)", false, R"(x = "      "; y)"},
      {R"(x = "a\"b"; y)", false, R"(x = "    "; y)"},
      {"x = '\"'; // y", true, "x = '\"';     "},
      {"x = 1'000; // y", true, "x = 1'000;     "},
      {"R\"x(a\")x\" b // c", false, "R       \" b     "},
  };
  for (const Row& row : rows) {
    CAPTURE(row.text);
    CHECK(code_of(row.text, row.literals) == row.code);
  }
}

TEST_CASE("tree: a word is not a part of a name") {
  CHECK(has_word("int float x", "float"));
  CHECK(has_word("#include <mutex>", "<mutex>"));
  CHECK_FALSE(has_word("floating", "float"));
  CHECK_FALSE(has_word("a_float", "float"));
}

TEST_CASE("tree: lines are counted from one") {
  const auto lines = lines_of("a\n\nc");
  REQUIRE(lines.size() == 3);
  CHECK(lines[2].number == 3);
  CHECK(lines[2].text == "c");
}

TEST_CASE("tree: problems are printed as file, line and reason") {
  CHECK(text_of({{"a.cpp", 3, "too long"}}) == "\na.cpp:3: too long");
}
