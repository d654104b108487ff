// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/shim/histogram.hpp"

#include <doctest/doctest.h>

using tradelane::bench::Histogram;

TEST_CASE("bench histogram: small values are exact, large ones within two per cent") {
  for (const std::uint64_t value : {0ULL, 1ULL, 63ULL, 64ULL, 127ULL, 128ULL, 1000ULL, 123'456ULL,
                                    987'654'321ULL, 1ULL << 60U}) {
    CAPTURE(value);
    Histogram one;
    one.add(value);
    CHECK(one.at(0.5) <= value);
    CHECK(static_cast<double>(one.at(0.5)) >= static_cast<double>(value) * 0.98);
    if (value < 128) CHECK(one.at(0.5) == value);
  }
}

TEST_CASE("bench histogram: shares, mean and an empty one") {
  Histogram all;
  CHECK(all.at(0.99) == 0);
  for (std::uint64_t i = 1; i <= 100; ++i) all.add(i);
  CHECK(all.count() == 100);
  CHECK(all.mean() == doctest::Approx(50.5));
  CHECK(all.at(0.5) == 50);
  CHECK(all.at(0.99) == 99);
  CHECK(all.at(1) == 100);
  all.clear();
  CHECK(all.count() == 0);
}
