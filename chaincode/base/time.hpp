// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

/// Points in time and calendar days as values. There is no clock here: a contract gets its time
/// from the proposal, a process reads its clock in its composition root.
namespace tradelane {

/// Seconds since 1970-01-01T00:00:00Z. Text form: RFC 3339 in UTC, whole seconds, `Z`.
struct Timestamp {
  std::int64_t seconds = 0;

  /// `2026-03-05T08:00:00Z` and nothing else: no offset, no fraction, no leap second.
  static std::optional<Timestamp> parse(std::string_view text);
  std::string text() const;

  Timestamp plus_seconds(std::int64_t count) const { return {seconds + count}; }
  auto operator<=>(const Timestamp&) const = default;
};

/// Days since 1970-01-01 in the proleptic Gregorian calendar. Text form: `YYYY-MM-DD`.
struct Date {
  std::int64_t days = 0;

  static std::optional<Date> parse(std::string_view text);
  /// The UTC day of `at`.
  static Date of(Timestamp at);
  std::string text() const;

  Date plus_days(std::int64_t count) const { return {days + count}; }
  auto operator<=>(const Date&) const = default;
};

}  // namespace tradelane
