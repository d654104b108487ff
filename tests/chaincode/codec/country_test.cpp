// SPDX-License-Identifier: Apache-2.0
#include "chaincode/codec/country.hpp"

#include <string>

#include <doctest/doctest.h>

using namespace tradelane;

TEST_CASE("countries: the codes that ISO 3166-1 has assigned, both ways") {
  struct Row {
    const char* alpha2;
    const char* alpha3;
  };
  for (const Row& row : {Row{"AD", "AND"}, Row{"CN", "CHN"}, Row{"HK", "HKG"}, Row{"MO", "MAC"},
                         Row{"TW", "TWN"}, Row{"SG", "SGP"}, Row{"GB", "GBR"}, Row{"ZW", "ZWE"}}) {
    CAPTURE(row.alpha2);
    const auto country = Country::parse(row.alpha2);
    REQUIRE(country);
    CHECK(alpha3_of(*country) == row.alpha3);
    CHECK(country_of_alpha3(row.alpha3) == country);
  }
  for (const char* none : {"", "H", "HKG", "hk", "UK", "EU", "XX", "XK", "ZZ", "K ", "H1"}) {
    CAPTURE(none);
    CHECK_FALSE(Country::parse(none));
  }
  for (const char* none : {"", "HK", "hkg", "GHK", "EUR", "KGZ ", "K HK"}) {
    CAPTURE(none);
    CHECK_FALSE(country_of_alpha3(none));
  }
  CHECK(alpha3_of(Country{}) == "");
}

TEST_CASE("countries: there are 249, and each has its own two codes") {
  int count = 0;
  for (char first = 'A'; first <= 'Z'; ++first)
    for (char second = 'A'; second <= 'Z'; ++second) {
      const auto country = Country::parse(std::string{first, second});
      if (!country) continue;
      ++count;
      CHECK(country_of_alpha3(alpha3_of(*country)) == country);
    }
  CHECK(count == 249);
}
