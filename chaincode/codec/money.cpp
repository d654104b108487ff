// SPDX-License-Identifier: Apache-2.0
#include "chaincode/codec/money.hpp"

#include <charconv>
#include <limits>

namespace tradelane {
namespace {

__extension__ using Wide = unsigned __int128;
constexpr std::int64_t largest = std::numeric_limits<std::int64_t>::max();

// ISO 4217 codes in use, by their number of minor digits.
constexpr std::string_view no_digits =
    "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF";
constexpr std::string_view three_digits = "BHD IQD JOD KWD LYD OMR TND";
constexpr std::string_view two_digits =
    "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF "
    "CHF CNY COP CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD "
    "HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA "
    "MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN "
    "QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP "
    "TRY TTD TWD TZS UAH USD UYU UZS VES WST XCD YER ZAR ZMW";

bool lists(std::string_view codes, std::string_view code) {
  return code.size() == 3 && code.find(' ') == std::string_view::npos &&
         codes.find(code) != std::string_view::npos && codes.find(code) % 4 == 0;
}

enum class Rounding { down, half_up, half_even };

std::optional<Decimal> multiply_divide(Decimal value, std::int64_t numerator,
                                       std::int64_t denominator, Rounding rounding) {
  const auto divisor = static_cast<Wide>(denominator);
  const Wide product = static_cast<Wide>(value.value) * static_cast<Wide>(numerator);
  Wide quotient = product / divisor;
  const Wide twice_rest = (product % divisor) * 2;
  const bool up = rounding == Rounding::half_up ? twice_rest >= divisor
                  : rounding == Rounding::half_even
                      ? twice_rest > divisor || (twice_rest == divisor && quotient % 2 == 1)
                      : false;
  if (up) ++quotient;
  if (quotient > static_cast<Wide>(largest)) return std::nullopt;
  return Decimal{static_cast<std::int64_t>(quotient)};
}

}  // namespace

std::optional<Decimal> Decimal::parse(std::string_view text) {
  if (text.empty() || (text.size() > 1 && text.front() == '0') || !is_digit(text.front()))
    return std::nullopt;
  std::int64_t value = 0;
  const char* last = text.data() + text.size();
  const auto [end, error] = std::from_chars(text.data(), last, value);
  if (error != std::errc{} || end != last) return std::nullopt;
  return Decimal{value};
}

bool CurrencyTag::valid(std::string_view text) {
  return lists(two_digits, text) || lists(no_digits, text) || lists(three_digits, text);
}

std::optional<int> minor_digits(const Currency& currency) {
  if (lists(two_digits, currency.text())) return 2;
  if (lists(no_digits, currency.text())) return 0;
  if (lists(three_digits, currency.text())) return 3;
  return std::nullopt;
}

std::optional<Decimal> add(Decimal a, Decimal b) {
  if (a.value > largest - b.value) return std::nullopt;
  return Decimal{a.value + b.value};
}

std::optional<Decimal> subtract(Decimal a, Decimal b) {
  if (b.value > a.value) return std::nullopt;
  return Decimal{a.value - b.value};
}

std::optional<Decimal> multiply_divide_down(Decimal value, std::int64_t numerator,
                                            std::int64_t denominator) {
  return multiply_divide(value, numerator, denominator, Rounding::down);
}

std::optional<Decimal> multiply_divide_half_up(Decimal value, std::int64_t numerator,
                                               std::int64_t denominator) {
  return multiply_divide(value, numerator, denominator, Rounding::half_up);
}

std::optional<Decimal> multiply_divide_half_even(Decimal value, std::int64_t numerator,
                                                 std::int64_t denominator) {
  return multiply_divide(value, numerator, denominator, Rounding::half_even);
}

}  // namespace tradelane
