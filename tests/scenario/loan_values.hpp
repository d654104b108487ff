// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "tests/scenario/step.hpp"

/// The private values of the story's money, story.md 1: HKD 6,250,000.00 declared, 80 % lent at
/// 5.25 % for 90 days. Each has one opening, made once.
namespace tradelane::scenario::value {

test::Opening facility_terms(const std::string& facility);
/// Nothing drawn when the facility is opened, everything by the drawdown, nothing after repayment.
test::Opening unused(const std::string& facility);
test::Opening used();
test::Opening used_no_more();

test::Opening application(const std::string& loan);
test::Opening screening();
test::Opening terms();
test::Opening drawdown();
test::Opening disbursement(const Setting& setting);
test::Opening position(const Setting& setting);
test::Opening repayment(const Setting& setting);
test::Opening position_repaid(const Setting& setting);

/// The day after the start, whatever day it is by then, and 90 days on.
Date disbursed_on(const Setting& setting);
Date repaid_on(const Setting& setting);

inline constexpr const char* principal = "500000000";
inline constexpr const char* interest = "6472603";
inline constexpr const char* repaid = "506472603";
inline constexpr int tenor_days = 90;
inline constexpr int forward_days = 120;

}  // namespace tradelane::scenario::value
