// SPDX-License-Identifier: Apache-2.0
#include "chaincode/codec/money.hpp"

#include <limits>

#include <doctest/doctest.h>

using namespace tradelane;

namespace {
constexpr std::int64_t largest = std::numeric_limits<std::int64_t>::max();
}

TEST_CASE("decimal: digits without sign or leading zero, up to 2^63 - 1") {
  CHECK(Decimal::parse("0")->value == 0);
  CHECK(Decimal::parse("9223372036854775807")->value == largest);
  for (const char* bad : {"", "-1", "+1", "01", "00", "1.0", " 1", "1 ", "9223372036854775808"}) {
    CAPTURE(bad);
    CHECK_FALSE(Decimal::parse(bad));
  }
}

TEST_CASE("currency: ISO 4217 codes with their minor digits") {
  const auto digits = [](const char* code) { return minor_digits(*Currency::parse(code)); };
  CHECK(digits("HKD") == 2);
  CHECK(digits("CNY") == 2);
  CHECK(digits("JPY") == 0);
  CHECK(digits("KWD") == 3);
  for (const char* bad : {"CNH", "RMB", "hkd", "HK", "HKDX", "", "KD "}) {
    CAPTURE(bad);
    CHECK_FALSE(Currency::parse(bad));
  }
}

TEST_CASE("money: checked arithmetic and the interest vectors") {
  CHECK(add({largest - 1}, {1})->value == largest);
  CHECK_FALSE(add({largest}, {1}));
  CHECK(subtract({1}, {1})->value == 0);
  CHECK_FALSE(subtract({1}, {2}));
  // principal * rateE6 * days / (basis * 10^6), hk-domain.md 3.4
  struct Row {
    std::int64_t principal, rate_times_days, denominator, half_up, half_even;
  };
  const Row rows[] = {
      {500'000'000, 52'500LL * 90, 365'000'000, 6'472'603, 6'472'603},
      {500'000'000, 52'500LL * 90, 360'000'000, 6'562'500, 6'562'500},
      {123'456'789, 47'350LL * 61, 360'000'000, 990'518, 990'518},
      {50, 50'000LL * 73, 365'000'000, 1, 0},
  };
  for (const Row& row : rows) {
    CAPTURE(row.principal);
    CHECK(multiply_divide_half_up({row.principal}, row.rate_times_days, row.denominator)->value ==
          row.half_up);
    CHECK(multiply_divide_half_even({row.principal}, row.rate_times_days, row.denominator)->value ==
          row.half_even);
  }
  CHECK(multiply_divide_down({7}, 1, 2)->value == 3);
  CHECK(multiply_divide_down({largest}, largest, largest)->value == largest);
  CHECK_FALSE(multiply_divide_down({largest}, 2, 1));
}
