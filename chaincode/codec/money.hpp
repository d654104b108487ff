// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "chaincode/codec/fields.hpp"

/// Money without floating point: an amount in minor units and an ISO 4217 code.
namespace tradelane {

/// A decimal integer that travels as a string: amounts, weights, rates. 0 to 2^63 - 1.
struct Decimal {
  std::int64_t value = 0;

  /// Digits without sign, leading zero or separator; absent when it does not fit.
  static std::optional<Decimal> parse(std::string_view text);
  std::string text() const { return std::to_string(value); }
  auto operator<=>(const Decimal&) const = default;
};

template <>
struct Codec<Decimal> : TextCodec<Decimal> {
  static Json schema(Schemas&) {
    return Json::Object{{"type", "string"}, {"pattern", "^(0|[1-9][0-9]{0,18})$"}};
  }
};

struct CurrencyTag {
  static constexpr std::string_view name = "Currency";
  static constexpr std::string_view pattern = "^[A-Z]{3}$";
  static bool valid(std::string_view text);
};
/// An ISO 4217 code in use; CNH and RMB are none.
using Currency = Id<CurrencyTag>;

/// Digits after the decimal point: HKD 2, JPY 0, KWD 3. Absent for an unknown code.
std::optional<int> minor_digits(const Currency& currency);

struct Money {
  static constexpr std::string_view name = "Money";
  Decimal amount = {};  // minor units
  Currency currency = {};

  static constexpr auto fields() {
    return listing(field("amount", &Money::amount), field("currency", &Money::currency));
  }
  bool operator==(const Money&) const = default;
};

/// Sum or difference; absent when it leaves 0...2^63 - 1.
std::optional<Decimal> add(Decimal a, Decimal b);
std::optional<Decimal> subtract(Decimal a, Decimal b);

/// value * numerator / denominator, each 0...2^63 - 1 with denominator > 0, in 128 bits; absent
/// when the result does not fit. Named after the rounding.
std::optional<Decimal> multiply_divide_down(Decimal value, std::int64_t numerator,
                                            std::int64_t denominator);
std::optional<Decimal> multiply_divide_half_up(Decimal value, std::int64_t numerator,
                                               std::int64_t denominator);
std::optional<Decimal> multiply_divide_half_even(Decimal value, std::int64_t numerator,
                                                 std::int64_t denominator);

}  // namespace tradelane
