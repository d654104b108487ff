// SPDX-License-Identifier: Apache-2.0
#include "adapters/shanghai/wire.hpp"

#include <doctest/doctest.h>

using namespace tradelane;
using namespace tradelane::shanghai;

TEST_CASE("shanghai wire: decimal numbers without sign or separator") {
  struct Row {
    const char* text;
    int digits;
    std::int64_t value;  // -1: absent
  };
  const Row rows[] = {
      {"12500.5", 3, 12'500'500},
      {"12500.50000", 3, 12'500'500},
      {"0", 3, 0},
      {"0.001", 3, 1},
      {"007", 0, 7},
      {"7.0", 0, 7},
      {"4000000.00", 2, 400'000'000},
      {"9223372036854775.807", 3, 9'223'372'036'854'775'807},
      {"9223372036854775.808", 3, -1},
      {"0.0001", 3, -1},
      {"7.5", 0, -1},
      {"", 0, -1},
      {".5", 1, -1},
      {"5.", 1, -1},
      {"-5", 0, -1},
      {"+5", 0, -1},
      {"1,000", 0, -1},
      {"1e3", 0, -1},
      {"1.2.3", 3, -1},
      {" 1", 0, -1},
  };
  for (const Row& row : rows) {
    CAPTURE(row.text);
    const auto parsed = parse_scaled(row.text, row.digits);
    REQUIRE(parsed.has_value() == (row.value >= 0));
    if (parsed) CHECK(parsed->value == row.value);
  }
}

TEST_CASE("shanghai wire: days and times") {
  CHECK(parse_compact_date("20260301")->text() == "2026-03-01");
  for (const char* bad : {"20260231", "2026031", "2026-3-1", "202603011", ""})
    CHECK_FALSE(parse_compact_date(bad));
  CHECK(shanghai_midnight(*Date::parse("2026-03-01")).text() == "2026-02-28T16:00:00Z");
  struct Row {
    const char* text;
    const char* utc;  // "": absent
  };
  const Row rows[] = {
      {"2026-03-03T10:05:30+08:00", "2026-03-03T02:05:30Z"},
      {"2026-03-03T10:05:30Z", "2026-03-03T10:05:30Z"},
      {"2026-03-03T10:05:30.999+08:00", "2026-03-03T02:05:30Z"},
      {"2025-12-31T23:00:00-03:30", "2026-01-01T02:30:00Z"},
      {"2026-03-03T10:05:30", ""},
      {"2026-03-03T10:05:30.Z", ""},
      {"2026-03-03T10:05:60Z", ""},
      {"2026-03-03T10:05:30+0800", ""},
      {"2026-03-03T10:05:30+24:00", ""},
      {"2026-03-03T10:05:30+08:60", ""},
      {"2026-03-03T10:05:30+08:00x", ""},
      {"2026-03-03 10:05:30+08:00", ""},
      {"2026-03-03", ""},
  };
  for (const Row& row : rows) {
    CAPTURE(row.text);
    const auto parsed = parse_offset_time(row.text);
    REQUIRE(parsed.has_value() == !std::string_view(row.utc).empty());
    if (parsed) CHECK(parsed->text() == row.utc);
  }
}
