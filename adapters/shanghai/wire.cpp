// SPDX-License-Identifier: Apache-2.0
#include "adapters/shanghai/wire.hpp"

#include <algorithm>

#include "chaincode/base/id.hpp"

namespace tradelane::shanghai {
namespace {

bool all_digits(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), is_digit);
}

/// Seconds east of UTC: `Z`, `+08:00`, `-03:30`.
std::optional<std::int64_t> parse_offset(std::string_view text) {
  if (text == "Z") return 0;
  if (text.size() != 6 || (text[0] != '+' && text[0] != '-') || text[3] != ':') return std::nullopt;
  if (!all_digits(text.substr(1, 2)) || !all_digits(text.substr(4))) return std::nullopt;
  const int hours = (text[1] - '0') * 10 + text[2] - '0';
  const int minutes = (text[4] - '0') * 10 + text[5] - '0';
  if (hours > 23 || minutes > 59) return std::nullopt;
  const std::int64_t seconds = (hours * 60 + minutes) * 60;
  return text[0] == '-' ? -seconds : seconds;
}

}  // namespace

std::optional<Decimal> parse_scaled(std::string_view text, int digits) {
  const std::size_t point = std::min(text.find('.'), text.size());
  const std::string_view whole = text.substr(0, point);
  std::string_view fraction = text.substr(std::min(point + 1, text.size()));
  if (!all_digits(whole) || (point < text.size() && !all_digits(fraction))) return std::nullopt;
  while (!fraction.empty() && fraction.back() == '0') fraction.remove_suffix(1);
  if (fraction.size() > static_cast<std::size_t>(digits)) return std::nullopt;
  std::string scaled{whole};
  scaled.append(fraction).append(static_cast<std::size_t>(digits) - fraction.size(), '0');
  scaled.erase(0, std::min(scaled.find_first_not_of('0'), scaled.size() - 1));
  return Decimal::parse(scaled);
}

std::optional<Date> parse_compact_date(std::string_view text) {
  if (text.size() != 8 || !all_digits(text)) return std::nullopt;
  std::string dashed{text.substr(0, 4)};
  dashed.append("-").append(text.substr(4, 2)).append("-").append(text.substr(6));
  return Date::parse(dashed);
}

std::optional<Timestamp> parse_offset_time(std::string_view text) {
  constexpr std::size_t seconds_end = 19;  // 2026-03-05T08:00:00
  if (text.size() <= seconds_end) return std::nullopt;
  const auto local = Timestamp::parse(std::string(text.substr(0, seconds_end)) + "Z");
  std::string_view rest = text.substr(seconds_end);
  if (rest[0] == '.') {
    const std::size_t end = std::min(rest.find_first_not_of("0123456789", 1), rest.size());
    if (end == 1) return std::nullopt;
    rest.remove_prefix(end);
  }
  const auto offset = parse_offset(rest);
  if (!local || !offset) return std::nullopt;
  return local->plus_seconds(-*offset);
}

Timestamp shanghai_midnight(Date day) { return {(day.days * 24 - 8) * 3600}; }

}  // namespace tradelane::shanghai
