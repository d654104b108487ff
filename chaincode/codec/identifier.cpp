// SPDX-License-Identifier: Apache-2.0
#include "chaincode/codec/identifier.hpp"

#include <algorithm>
#include <array>

#include "chaincode/base/id.hpp"

namespace tradelane {
namespace {

constexpr std::string_view uscc_alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";
/// Provinces of GB/T 2260, as numbers.
constexpr std::string_view provinces =
    "11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 "
    "71 81 82";

bool all_digits(std::string_view text) { return std::all_of(text.begin(), text.end(), is_digit); }
bool all_upper_or_digits(std::string_view text) {
  return std::all_of(text.begin(), text.end(), is_upper_or_digit);
}

/// 0 to 9, then 10 for A and on: GB 11714 and ISO 17442.
int base36(char c) { return is_digit(c) ? c - '0' : c - 'A' + 10; }

/// 10 for A and on, leaving out every multiple of 11: ISO 6346.
int container_value(char c) {
  if (is_digit(c)) return c - '0';
  int value = 10;
  for (char letter = 'A'; letter < c; ++letter) value += (value + 1) % 11 == 0 ? 2 : 1;
  return value;
}

/// The parts are in place; nothing is said of the last character.
bool has_uscc_form(std::string_view text) {
  const auto in_alphabet = [](char c) { return uscc_alphabet.find(c) != std::string_view::npos; };
  return text.size() == 18 && std::all_of(text.begin(), text.end(), in_alphabet) &&
         all_digits(text.substr(2, 6)) && is_organisation_code(text.substr(8, 9));
}

bool is_uscc_sum_right(std::string_view text) {
  std::size_t sum = 0;
  std::size_t weight = 1;
  for (const char c : text.substr(0, 17)) {
    sum += uscc_alphabet.find(c) * weight;
    weight = weight * 3 % 31;
  }
  return uscc_alphabet[(31 - sum % 31) % 31] == text.back();
}

}  // namespace

bool is_uscc(std::string_view text) { return has_uscc_form(text) && is_uscc_sum_right(text); }

Check check_uscc(std::string_view text, const Set<std::string>& lawful) {
  if (is_uscc(text)) return Check::good;
  return has_uscc_form(text) && lawful.contains(std::string(text)) ? Check::odd : Check::bad;
}

bool is_organisation_code(std::string_view text) {
  constexpr std::array weights{3, 7, 9, 10, 5, 8, 4, 2};
  if (text.size() != 9 || !all_upper_or_digits(text)) return false;
  int sum = 0;
  for (std::size_t i = 0; i < weights.size(); ++i) sum += base36(text[i]) * weights[i];
  return std::string_view("0X987654321")[static_cast<std::size_t>(sum % 11)] == text.back();
}

bool is_business_registration(std::string_view text) {
  return text.size() == 8 && (is_digit(text[0]) || is_upper(text[0])) && all_digits(text.substr(1));
}

bool is_lei(std::string_view text) {
  if (text.size() != 20 || !all_upper_or_digits(text) || !all_digits(text.substr(18))) return false;
  int rest = 0;
  for (const char c : text) {
    const int value = base36(c);
    rest = (rest * (value < 10 ? 10 : 100) + value) % 97;
  }
  return rest == 1;
}

bool fits_type(std::string_view type, std::string_view text) {
  if (type == "USCC") return is_uscc(text);
  if (type == "UBI") return is_business_registration(text);
  return type != "LEI" || is_lei(text);
}

bool is_container(std::string_view text) { return check_container(text) != Check::bad; }

Check check_container(std::string_view text) {
  if (text.size() != 11 || !std::all_of(text.begin(), text.begin() + 3, is_upper))
    return Check::bad;
  if (text[3] != 'U' && text[3] != 'J' && text[3] != 'Z') return Check::bad;
  if (!all_digits(text.substr(4))) return Check::bad;
  int sum = 0;
  for (std::size_t i = 0; i < 10; ++i) sum += container_value(text[i]) << i;
  if (sum % 11 % 10 != text[10] - '0') return Check::bad;
  return sum % 11 == 10 ? Check::odd : Check::good;
}

bool is_imo(std::string_view text) {
  if (text.size() != 7 || !all_digits(text)) return false;
  int sum = 0;
  for (int i = 0; i < 6; ++i) sum += (text[static_cast<std::size_t>(i)] - '0') * (7 - i);
  return sum % 10 == text[6] - '0';
}

bool is_unlocode(std::string_view text) {
  const auto place = [](char c) { return is_upper(c) || (c >= '2' && c <= '9'); };
  return text.size() == 5 && is_upper(text[0]) && is_upper(text[1]) &&
         std::all_of(text.begin() + 2, text.end(), place);
}

bool is_bill_number(std::string_view text) {
  const auto visible = [](char c) { return c > ' ' && c <= '~'; };
  return !text.empty() && text.size() <= 35 && std::all_of(text.begin(), text.end(), visible);
}

bool is_goods_code(std::string_view text) {
  const bool length =
      text.size() == 6 || text.size() == 8 || text.size() == 10 || text.size() == 13;
  return length && all_digits(text);
}

std::optional<std::string> goods_code_of(std::string_view dotted) {
  // Dots stand between groups of digits, never at an end or side by side.
  if (dotted.empty() || dotted.front() == '.' || dotted.back() == '.' ||
      dotted.find("..") != std::string_view::npos)
    return std::nullopt;
  std::string digits(dotted);
  digits.erase(std::remove(digits.begin(), digits.end(), '.'), digits.end());
  if (!is_goods_code(digits)) return std::nullopt;
  return digits;
}

bool are_same_goods(std::string_view one, std::string_view two) {
  return is_goods_code(one) && is_goods_code(two) && one.substr(0, 6) == two.substr(0, 6);
}

bool is_entry_id(std::string_view text) {
  return text.size() == 18 && all_digits(text.substr(0, 8)) && all_digits(text.substr(9)) &&
         std::string_view("01IE").find(text[8]) != std::string_view::npos;
}

bool is_einvoice_number(std::string_view text) {
  if (text.size() != 20 || !all_digits(text)) return false;
  return provinces.find(text.substr(2, 2)) != std::string_view::npos;
}

}  // namespace tradelane
