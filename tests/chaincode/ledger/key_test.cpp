// SPDX-License-Identifier: Apache-2.0
#include "chaincode/ledger/key.hpp"

#include <doctest/doctest.h>

#include "chaincode/base/result.hpp"

using namespace tradelane;
using namespace tradelane::ledger;

TEST_CASE("composite key: Fabric's bytes, there and back") {
  const std::string key = composite_key("EBL", {"HLCU", "B1", ""});
  CHECK(key == std::string("\0EBL\0HLCU\0B1\0\0", 14));
  const auto split = split_key(key);
  REQUIRE(split);
  CHECK(split->first == "EBL");
  CHECK(split->second == std::vector<std::string>{"HLCU", "B1", ""});
}

TEST_CASE("composite key: parts that could forge another key are faults") {
  for (const std::string& bad :
       {std::string("a\0b", 3), std::string("\xf4\x8f\xbf\xbf"), std::string("\xff")})
    CHECK_THROWS_AS((void)composite_key("T", {bad}), Fault);
  for (const std::string& bad :
       {std::string("a\0b", 3), std::string("\xf4\x8f\xbf\xbf"), std::string("\xff")})
    CHECK_FALSE(fits_a_key(bad));
  CHECK(fits_a_key("提单 1"));
  CHECK_THROWS_AS((void)composite_key("", {"a"}), Fault);
}

TEST_CASE("range: every key that goes on after its parts, and no other") {
  const Range<int> range("T", {"a"});
  const auto holds = [&](std::string_view type, const std::vector<std::string>& parts) {
    const std::string key = composite_key(type, parts);
    return range.start() <= key && key < range.end();
  };
  for (const char* next : {"", "0", "a", "\x7f", "提单", "\ufffd", "\U0010fffe"}) {
    CAPTURE(next);
    CHECK(holds("T", {"a", next}));
    CHECK(holds("T", {"a", next, "more"}));
  }
  CHECK(holds("T", {"a"}));
  for (const char* other : {"", "0", "aa", "a0", "b", "\U0010fffe"}) {
    CAPTURE(other);
    CHECK_FALSE(holds("T", {other}));
    CHECK_FALSE(holds("T", {other, "a"}));
  }
  CHECK_FALSE(holds("T", {}));
  CHECK_FALSE(holds("Ta", {"a"}));
  CHECK_FALSE(holds("S", {"a"}));
}

TEST_CASE("composite key: what is none") {
  for (const std::string& bad : {std::string(), std::string("abc"), std::string("\0a", 2),
                                 std::string("\0\0a\0", 4), std::string("\0", 1)})
    CHECK_FALSE(split_key(bad));
}
