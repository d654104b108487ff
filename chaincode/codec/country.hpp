// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>
#include <string_view>

#include "chaincode/base/id.hpp"

/// Countries and territories of ISO 3166-1. Pure.
namespace tradelane {

struct CountryTag {
  static constexpr std::string_view name = "Country";
  static constexpr std::string_view pattern = "^[A-Z]{2}$";
  static bool valid(std::string_view text);
};
/// An ISO 3166-1 alpha-2 code that is assigned; UK, EU and XX are none.
using Country = Id<CountryTag>;

/// HKG for HK.
std::string_view alpha3_of(const Country& country);
/// HK for HKG; absent for an unknown code.
std::optional<Country> country_of_alpha3(std::string_view alpha3);

}  // namespace tradelane
