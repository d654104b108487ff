// SPDX-License-Identifier: Apache-2.0
#include "chaincode/codec/number.hpp"

#include <algorithm>
#include <charconv>

namespace tradelane {
namespace {

constexpr int exact_digits = 15;
// Of a value as 0.d1d2... times ten to the power: 1e-300 up to, not including, 1e301.
constexpr int smallest_point = -299;
constexpr int largest_point = 301;
constexpr std::string_view largest_integer = "9007199254740991";

/// 0.d1d2...dk times ten to the power `point`, without leading or trailing zeros in the digits.
struct Decimal {
  bool negative = false;
  std::string digits = {};
  int point = 0;
};

std::optional<int> parse_exponent(std::string_view text) {
  if (text.empty()) return 0;
  if (text.front() == '+') text.remove_prefix(1);
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return std::clamp(value, -1'000'000, 1'000'000);
}

std::optional<Decimal> split(std::string_view text) {
  Decimal out;
  out.negative = text.starts_with('-');
  if (out.negative) text.remove_prefix(1);
  const auto e = text.find_first_of("eE");
  const auto exponent =
      parse_exponent(e == std::string_view::npos ? std::string_view{} : text.substr(e + 1));
  if (!exponent) return std::nullopt;
  const std::string_view mantissa = text.substr(0, e);
  const auto dot = mantissa.find('.');
  out.digits = mantissa.substr(0, dot);
  out.point = static_cast<int>(out.digits.size()) + *exponent;
  if (dot != std::string_view::npos) out.digits.append(mantissa.substr(dot + 1));
  const auto first = out.digits.find_first_not_of('0');
  if (first == std::string::npos) return Decimal{};
  out.digits.erase(0, first);
  out.point -= static_cast<int>(first);
  out.digits.erase(out.digits.find_last_not_of('0') + 1);
  return out;
}

bool is_exact(const Decimal& number) {
  const int count = static_cast<int>(number.digits.size());
  if (number.point < smallest_point || number.point > largest_point) return false;
  if (count <= exact_digits) return true;
  return count == 16 && number.point == 16 && number.digits <= largest_integer;
}

/// ECMA-262 Number::toString, steps 6 to 10, on the digits.
std::string print(const Decimal& number) {
  const std::string& digits = number.digits;
  const int count = static_cast<int>(digits.size());
  const int point = number.point;
  const auto zeros = [](int n) { return std::string(static_cast<std::size_t>(n), '0'); };
  if (count <= point && point <= 21) return digits + zeros(point - count);
  if (point > 0 && point <= 21)
    return digits.substr(0, static_cast<std::size_t>(point)) + "." +
           digits.substr(static_cast<std::size_t>(point));
  if (point > -6 && point <= 0) return "0." + zeros(-point) + digits;
  const int exponent = point - 1;
  std::string out = digits.substr(0, 1);
  if (count > 1) out.append(".").append(digits.substr(1));
  return out + (exponent > 0 ? "e+" : "e-") + std::to_string(std::abs(exponent));
}

}  // namespace

std::optional<std::string> canonical_number(std::string_view text) {
  const auto number = split(text);
  if (!number) return std::nullopt;
  if (number->digits.empty()) return "0";
  if (!is_exact(*number)) return std::nullopt;
  return (number->negative ? "-" : "") + print(*number);
}

}  // namespace tradelane
