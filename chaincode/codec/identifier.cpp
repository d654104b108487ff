// SPDX-License-Identifier: Apache-2.0
#include "chaincode/codec/identifier.hpp"

#include <algorithm>

#include "chaincode/base/id.hpp"

namespace tradelane {
namespace {

bool all_digits(std::string_view text) { return std::all_of(text.begin(), text.end(), is_digit); }

/// 10 for A and on, leaving out every multiple of 11.
int container_value(char c) {
  if (is_digit(c)) return c - '0';
  int value = 10;
  for (char letter = 'A'; letter < c; ++letter) value += (value + 1) % 11 == 0 ? 2 : 1;
  return value;
}

}  // namespace

bool is_uscc(std::string_view text) {
  constexpr std::string_view alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";
  if (text.size() != 18) return false;
  std::size_t sum = 0;
  std::size_t weight = 1;
  for (const char c : text.substr(0, 17)) {
    const std::size_t value = alphabet.find(c);
    if (value == std::string_view::npos) return false;
    sum += value * weight;
    weight = weight * 3 % 31;
  }
  return alphabet[(31 - sum % 31) % 31] == text.back();
}

bool is_container(std::string_view text) {
  if (text.size() != 11 || !std::all_of(text.begin(), text.begin() + 3, is_upper)) return false;
  if (text[3] != 'U' && text[3] != 'J' && text[3] != 'Z') return false;
  if (!all_digits(text.substr(4))) return false;
  int sum = 0;
  for (std::size_t i = 0; i < 10; ++i) sum += container_value(text[i]) << i;
  return sum % 11 % 10 == text[10] - '0';
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

bool is_entry_id(std::string_view text) {
  return text.size() == 18 && all_digits(text.substr(0, 8)) && all_digits(text.substr(9)) &&
         std::string_view("01IE").find(text[8]) != std::string_view::npos;
}

}  // namespace tradelane
