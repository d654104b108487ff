// SPDX-License-Identifier: Apache-2.0
#include "chaincode/contracts/ebl/amended.hpp"

#include <doctest/doctest.h>

using namespace tradelane;
using ebl::amended_places;
using Places = std::vector<std::string>;

namespace {

Places between(const char* before, const char* after) {
  return amended_places(*parse_json(before), *parse_json(after));
}

}  // namespace

TEST_CASE("amended: MLETR 16, every value that differs, and no other") {
  struct Row {
    const char* before;
    const char* after;
    Places expected;
  };
  const Row rows[] = {
      {R"({"a":1})", R"({"a":1})", {}},
      {R"({"a":1})", R"({"a":2})", {"/a"}},
      {R"({"a":1})", R"({"b":1})", {"/a", "/b"}},
      {R"({"a":{"b":[1,2]}})", R"({"a":{"b":[1,3]}})", {"/a/b/1"}},
      {R"({"a":[1]})", R"({"a":[1,2,3]})", {"/a/1", "/a/2"}},
      {R"({"a":[1,2]})", R"({"a":[2]})", {"/a/0", "/a/1"}},
      {R"({"a":[1]})", R"({"a":{"0":1}})", {"/a"}},
      {R"({"a":{}})", R"({"a":null})", {"/a"}},
      {R"({"a/b":1,"c~d":1})", R"({"a/b":2,"c~d":2})", {"/a~1b", "/c~0d"}},
      {R"({"b":{"x":1},"a":1})", R"({"b":{"x":2},"a":2})", {"/a", "/b/x"}},
      {"1", "2", {""}},
  };
  for (const Row& row : rows) {
    CAPTURE(row.before);
    CHECK(between(row.before, row.after) == row.expected);
  }
}

TEST_CASE("amended: a place is touched by itself, by its parts and by its whole") {
  const Places places{"/a/b", "/ab"};
  CHECK(ebl::touches(places, "/a"));
  CHECK(ebl::touches(places, "/a/b"));
  CHECK(ebl::touches(places, "/ab"));
  CHECK(ebl::touches(places, "/a/b/c"));
  CHECK(ebl::touches({""}, "/a"));
  CHECK_FALSE(ebl::touches(places, "/a/c"));
  CHECK_FALSE(ebl::touches({"/ab"}, "/a"));
}
