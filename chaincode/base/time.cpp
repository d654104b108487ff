// SPDX-License-Identifier: Apache-2.0
#include "chaincode/base/time.hpp"

#include <chrono>

namespace tradelane {
namespace {

constexpr std::int64_t seconds_per_day = 86'400;

/// Exactly `length` decimal digits at `at`, else -1.
int digits(std::string_view text, std::size_t at, std::size_t length) {
  int value = 0;
  for (std::size_t i = at; i < at + length; ++i) {
    if (text[i] < '0' || text[i] > '9') return -1;
    value = value * 10 + (text[i] - '0');
  }
  return value;
}

void append(std::string& out, unsigned value, std::size_t width) {
  std::string text = std::to_string(value);
  out.append(width > text.size() ? width - text.size() : 0, '0').append(text);
}

std::int64_t floor_div(std::int64_t a, std::int64_t b) {
  return a / b - static_cast<std::int64_t>(a % b != 0 && (a < 0) != (b < 0));
}

}  // namespace

std::optional<Date> Date::parse(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  const int year = digits(text, 0, 4);
  const int month = digits(text, 5, 2);
  const int day = digits(text, 8, 2);
  if (year < 0 || month < 0 || day < 0) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year{year},
                                         std::chrono::month{static_cast<unsigned>(month)},
                                         std::chrono::day{static_cast<unsigned>(day)}};
  if (!date.ok()) return std::nullopt;
  return Date{std::chrono::sys_days{date}.time_since_epoch().count()};
}

Date Date::of(Timestamp at) { return {floor_div(at.seconds, seconds_per_day)}; }

std::string Date::text() const {
  const std::chrono::year_month_day date{std::chrono::sys_days{std::chrono::days{days}}};
  std::string out;
  append(out, static_cast<unsigned>(static_cast<int>(date.year())), 4);
  out.push_back('-');
  append(out, static_cast<unsigned>(date.month()), 2);
  out.push_back('-');
  append(out, static_cast<unsigned>(date.day()), 2);
  return out;
}

std::optional<Timestamp> Timestamp::parse(std::string_view text) {
  if (text.size() != 20 || text[10] != 'T' || text[13] != ':' || text[16] != ':' || text[19] != 'Z')
    return std::nullopt;
  const auto date = Date::parse(text.substr(0, 10));
  const int hour = digits(text, 11, 2);
  const int minute = digits(text, 14, 2);
  const int second = digits(text, 17, 2);
  if (!date || hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59)
    return std::nullopt;
  return Timestamp{date->days * seconds_per_day + hour * 3600 + minute * 60 + second};
}

std::string Timestamp::text() const {
  const Date date = Date::of(*this);
  const auto rest = static_cast<unsigned>(seconds - date.days * seconds_per_day);
  std::string out = date.text();
  out.push_back('T');
  append(out, rest / 3600, 2);
  out.push_back(':');
  append(out, rest / 60 % 60, 2);
  out.push_back(':');
  append(out, rest % 60, 2);
  out.push_back('Z');
  return out;
}

}  // namespace tradelane
