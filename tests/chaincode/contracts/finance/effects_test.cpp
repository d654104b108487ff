// SPDX-License-Identifier: Apache-2.0
#include "chaincode/contracts/finance/effects.hpp"

#include <limits>

#include <doctest/doctest.h>

using namespace tradelane;
using namespace tradelane::finance;

namespace {

constexpr std::int64_t largest = std::numeric_limits<std::int64_t>::max();
const Currency hkd = *Currency::parse("HKD");
const LoanId loan = *LoanId::parse("0000000000000000000000LOAN");

Date day(const char* text) { return *Date::parse(text); }
Money amount(std::int64_t minor) { return {.amount = {minor}, .currency = hkd}; }

/// 5,000,000.00 at 5.25 %, ACT/365F.
LoanTerms terms(std::int64_t fees = 0) {
  return {.principal = amount(500'000'000),
          .rate_e6 = {52'500},
          .day_count = DayCount::act_365f,
          .rounding = Rounding::half_up,
          .tenor_days = 90,
          .fees = amount(fees)};
}

}  // namespace

TEST_CASE("interest: the vectors of hk-domain.md 3.4") {
  struct Row {
    std::int64_t principal;
    std::int64_t rate_e6;
    DayCount count;
    Rounding rounding;
    std::int64_t days;
    std::int64_t expected;
  };
  const Row rows[] = {
      {500'000'000, 52'500, DayCount::act_365f, Rounding::half_up, 90, 6'472'603},
      {500'000'000, 52'500, DayCount::act_360, Rounding::half_up, 90, 6'562'500},
      {123'456'789, 47'350, DayCount::act_360, Rounding::half_up, 61, 990'518},
      {50, 50'000, DayCount::act_365f, Rounding::half_up, 73, 1},
      {50, 50'000, DayCount::act_365f, Rounding::half_even, 73, 0},
      {500'000'000, 52'500, DayCount::act_365f, Rounding::half_up, 0, 0},
  };
  for (const Row& row : rows) {
    CAPTURE(row.expected);
    LoanTerms agreed = terms();
    agreed.rate_e6 = {row.rate_e6};
    agreed.day_count = row.count;
    agreed.rounding = row.rounding;
    CHECK(interest({row.principal}, agreed, row.days)->value == row.expected);
  }
}

TEST_CASE("interest: absent rather than wrong when it does not fit") {
  LoanTerms usury = terms();
  usury.rate_e6 = {largest};
  CHECK(interest({1}, usury, 1));
  CHECK_FALSE(interest({1}, usury, 2));
  CHECK_FALSE(interest({largest}, usury, 1));
  const Position full{.outstanding = amount(500'000'000),
                      .interest_from = day("2026-03-05"),
                      .interest_paid = amount(0),
                      .interest_due = amount(largest)};
  CHECK_FALSE(interest_owed(full, terms(), day("2026-06-03")));
}

TEST_CASE("repay: 5,064,726.03 after 90 days is all that is owed") {
  const auto start = position_after_disbursement(terms(), amount(500'000'000), day("2026-03-05"));
  CHECK_FALSE(start.fees_due);
  const auto owed = interest_owed(start, terms(), day("2026-06-03"));
  CHECK(owed->value == 6'472'603);
  CHECK_FALSE(repay(start, {506'472'604}, *owed, day("2026-06-03")));
  const auto done = repay(start, {506'472'603}, *owed, day("2026-06-03"));
  CHECK(done->principal.value == 500'000'000);
  CHECK(done->position == Position{.outstanding = amount(0),
                                   .interest_from = day("2026-06-03"),
                                   .interest_paid = amount(6'472'603)});
  CHECK(is_repaid(done->position));
  const auto short_of_one = repay(start, {506'472'602}, *owed, day("2026-06-03"));
  CHECK(short_of_one->position.outstanding == amount(1));
  CHECK_FALSE(is_repaid(short_of_one->position));
}

TEST_CASE("repay: fees first, then interest, then principal, and nothing is lost on the way") {
  const auto start =
      position_after_disbursement(terms(1'000), amount(500'000'000), day("2026-03-05"));
  CHECK(start.fees_due == amount(1'000));
  const auto first = repay(start, {400}, {6'000}, day("2026-04-04"));
  CHECK(first->position.fees_due == amount(600));
  CHECK(first->position.interest_due == amount(6'000));
  CHECK(first->principal.value == 0);
  const auto second = repay(first->position, {1'600}, {6'000}, day("2026-04-04"));
  CHECK_FALSE(second->position.fees_due);
  CHECK(second->position.interest_due == amount(5'000));
  CHECK(second->position.interest_paid == amount(1'000));
  const auto third = repay(second->position, {5'000 + 100}, {5'000}, day("2026-04-04"));
  CHECK_FALSE(third->position.interest_due);
  CHECK(third->position.outstanding == amount(499'999'900));
  CHECK(third->principal.value == 100);
  CHECK_FALSE(is_repaid(third->position));
}

TEST_CASE("repay: outstanding is never negative, whatever is paid") {
  for (std::int64_t paid = 0; paid <= 40; ++paid) {
    const Position position{.outstanding = amount(10),
                            .interest_from = day("2026-03-05"),
                            .interest_paid = amount(0),
                            .fees_due = amount(7)};
    const auto after = repay(position, {paid}, {13}, day("2026-03-06"));
    CAPTURE(paid);
    CHECK(after.has_value() == (paid <= 30));
    if (!after) continue;
    const auto due = [](const std::optional<Money>& money) {
      return money ? money->amount.value : 0;
    };
    CHECK(after->position.outstanding.amount.value + due(after->position.fees_due) +
              due(after->position.interest_due) ==
          30 - paid);
    CHECK(is_repaid(after->position) == (paid == 30));
  }
}

TEST_CASE("lending value is rounded down, headroom never below nothing") {
  FacilityTerms facility{.limit = amount(1'000), .advance_rate_e4 = {8'000}};
  CHECK(lending_value(facility, {625'000'000}).value == 500'000'000);
  CHECK(lending_value(facility, {9}).value == 7);
  CHECK(lending_value(facility, {}).value == 0);
  CHECK(headroom(facility, {.drawn = amount(400)}).value == 600);
  CHECK(headroom(facility, {.drawn = amount(1'000)}).value == 0);
  CHECK(headroom(facility, {.drawn = amount(1'001)}).value == 0);
}

TEST_CASE("a claim lives while it is financed, or held for 72 hours") {
  const Timestamp now = *Timestamp::parse("2026-03-05T08:00:00Z");
  const Claim claim = held(loan, now);
  CHECK(is_live(claim, now));
  CHECK(is_live(claim, now.plus_seconds(72 * 3'600 - 1)));
  CHECK_FALSE(is_live(claim, now.plus_seconds(72 * 3'600)));
  CHECK(is_live(financed(loan, now), now.plus_seconds(365 * 86'400)));
  CHECK_FALSE(is_live(released(loan, now), now));
}

TEST_CASE("uetr: a UUID of version 4 in lower case") {
  CHECK(Uetr::parse("97ed4827-7b6f-4491-a06f-b548d5a7512d"));
  for (const char* bad :
       {"", "97ed4827-7b6f-1491-a06f-b548d5a7512d", "97ed4827-7b6f-4491-c06f-b548d5a7512d",
        "97ED4827-7b6f-4491-a06f-b548d5a7512d", "97ed48277b6f4491a06fb548d5a7512d",
        "97ed4827-7b6f-4491-a06f-b548d5a7512d0"}) {
    CAPTURE(bad);
    CHECK_FALSE(Uetr::parse(bad));
  }
}

TEST_CASE("advance: one more, never earlier than before, and the act is remembered") {
  const Timestamp now = *Timestamp::parse("2026-03-05T08:00:00Z");
  const Digest act = *Digest::parse(std::string(64, '7'));
  const auto changes = advance({.id = loan, .at = now, .seq = 4}, now.plus_seconds(-60), act,
                               {.type = "finance.Test"});
  const auto next = parse_json(changes.writes().begin()->second.value);
  CHECK(next->find("seq")->as_integer() == 5);
  CHECK(*next->find("at") == Json(now.text()));
  CHECK(*next->find("lastAct") == Json(act.text()));
  CHECK(changes.entries().front().seq == 5);
}
