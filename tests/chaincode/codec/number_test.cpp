// SPDX-License-Identifier: Apache-2.0
#include "chaincode/codec/number.hpp"

#include <doctest/doctest.h>

using namespace tradelane;

TEST_CASE("canonical number: the forms of RFC 8785 that 15 digits can carry") {
  struct Row {
    std::string text, canonical;
  };
  const Row rows[] = {
      {"0", "0"},
      {"-0", "0"},
      {"0.0", "0"},
      {"0e99", "0"},
      {"0e309", "0"},
      {"1", "1"},
      {"-1", "-1"},
      {"1.10", "1.1"},
      {"4.50", "4.5"},
      {"2e-3", "0.002"},
      {"1E30", "1e+30"},
      {"1e21", "1e+21"},
      {"1e20", "100000000000000000000"},
      {"1e-6", "0.000001"},
      {"1e-7", "1e-7"},
      {"1e-27", "1e-27"},
      {"0.000000000000000000000000001", "1e-27"},
      {"123e-2", "1.23"},
      {"12000.5", "12000.5"},
      {"9007199254740991", "9007199254740991"},
      {"-9007199254740991", "-9007199254740991"},
      {"1.23e+5", "123000"},
      {"1.5e300", "1.5e+300"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.text);
    CHECK(canonical_number(row.text) == row.canonical);
  }
}

TEST_CASE("canonical number: what a binary64 would change is refused") {
  for (const std::string text : {"9007199254740992", "333333333.33333329", "0.1234567890123456",
                                 "1e301", "1e-301", "1e99999999999", "1234567890123456.5"}) {
    CAPTURE(text);
    CHECK_FALSE(canonical_number(text));
  }
}
