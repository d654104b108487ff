// SPDX-License-Identifier: Apache-2.0
#include "chaincode/base/time.hpp"

#include <doctest/doctest.h>

using namespace tradelane;

TEST_CASE("timestamp: RFC 3339 in UTC, whole seconds, there and back") {
  for (const char* text : {"1970-01-01T00:00:00Z", "2026-03-05T08:09:10Z", "2024-02-29T23:59:59Z",
                           "1969-12-31T23:59:59Z"}) {
    const auto at = Timestamp::parse(text);
    REQUIRE(at);
    CHECK(at->text() == text);
  }
  CHECK(Timestamp::parse("1970-01-02T00:00:01Z")->seconds == 86'401);
}

TEST_CASE("timestamp: everything else is refused") {
  for (const char* bad : {"", "2026-03-05", "2026-03-05T08:09:10", "2026-03-05T08:09:10+08:00",
                          "2026-03-05 08:09:10Z", "2026-03-05T08:09:60Z", "2026-03-05T24:00:00Z",
                          "2026-02-29T00:00:00Z", "2026-13-01T00:00:00Z", "2026-03-05T08:09:10.0Z",
                          "2026-03-05t08:09:10z", "x026-03-05T08:09:10Z"}) {
    CAPTURE(bad);
    CHECK_FALSE(Timestamp::parse(bad));
  }
}

TEST_CASE("date: days between, and the UTC day of a time") {
  const auto from = Date::parse("2026-03-05");
  REQUIRE(from);
  CHECK(from->plus_days(90).text() == "2026-06-03");
  CHECK(Date::of(*Timestamp::parse("2026-03-05T23:59:59Z")) == *from);
  CHECK(Date::of(Timestamp{-1}).text() == "1969-12-31");
  CHECK_FALSE(Date::parse("2026-3-5"));
  CHECK_FALSE(Date::parse("2025-02-29"));
}
