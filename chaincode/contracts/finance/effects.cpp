// SPDX-License-Identifier: Apache-2.0
#include "chaincode/contracts/finance/effects.hpp"

#include <algorithm>
#include <limits>

#include "chaincode/contracts/finance/keys.hpp"

namespace tradelane::finance {
namespace {

constexpr std::int64_t holding_s = 72 * 3'600;
constexpr std::int64_t millionths = 1'000'000;
constexpr std::int64_t ten_thousandths = 10'000;

std::int64_t days_of_a_year(DayCount count) {
  switch (count) {
    case DayCount::act_360:
      return 360;
    case DayCount::act_365f:
      return 365;
  }
  throw Fault("a day count without a year");
}

/// An amount that is written down only when it is something.
std::optional<Money> unless_nothing(Decimal amount, const Currency& currency) {
  if (amount.value == 0) return std::nullopt;
  return Money{.amount = amount, .currency = currency};
}

Decimal amount_of(const std::optional<Money>& money) { return money ? money->amount : Decimal{}; }

}  // namespace

bool UetrTag::valid(std::string_view text) {
  constexpr std::string_view form = "xxxxxxxx-xxxx-4xxx-vxxx-xxxxxxxxxxxx";
  if (text.size() != form.size()) return false;
  for (std::size_t i = 0; i < form.size(); ++i) {
    const char c = text[i];
    const bool fits = form[i] == 'x'   ? is_lower_hex(c)
                      : form[i] == 'v' ? c == '8' || c == '9' || c == 'a' || c == 'b'
                                       : c == form[i];
    if (!fits) return false;
  }
  return true;
}

ledger::Changes advance(Loan next, Timestamp now, const Digest& act, ledger::Entry entry) {
  next.seq += 1;
  next.at = std::max(next.at, now);
  next.last_act = act;
  entry.id = next.id.text();
  entry.seq = next.seq;
  return ledger::Changes{}.put(key::loan(next.id), next).emit(std::move(entry));
}

Claim held(const LoanId& loan, Timestamp now) {
  return {.loan = loan, .state = ClaimState::held, .until = now.plus_seconds(holding_s), .at = now};
}

Claim financed(const LoanId& loan, Timestamp now) {
  return {.loan = loan, .state = ClaimState::financed, .at = now};
}

Claim released(const LoanId& loan, Timestamp now) {
  return {.loan = loan, .state = ClaimState::released, .at = now};
}

bool is_live(const Claim& claim, Timestamp now) {
  if (claim.state == ClaimState::held) return claim.until && now < *claim.until;
  return claim.state == ClaimState::financed;
}

std::optional<Decimal> interest(Decimal principal, const LoanTerms& terms, std::int64_t days) {
  if (days > 0 && terms.rate_e6.value > std::numeric_limits<std::int64_t>::max() / days)
    return std::nullopt;
  const std::int64_t share = terms.rate_e6.value * days;
  const std::int64_t whole = days_of_a_year(terms.day_count) * millionths;
  if (terms.rounding == Rounding::half_even)
    return multiply_divide_half_even(principal, share, whole);
  return multiply_divide_half_up(principal, share, whole);
}

std::optional<Decimal> interest_owed(const Position& position, const LoanTerms& terms,
                                     Date value_date) {
  const std::int64_t days = value_date.days - position.interest_from.days;
  const auto accrued = interest(position.outstanding.amount, terms, days);
  if (!accrued) return std::nullopt;
  return add(amount_of(position.interest_due), *accrued);
}

Decimal lending_value(const FacilityTerms& terms, Decimal declared) {
  return multiply_divide_down(declared, terms.advance_rate_e4.value, ten_thousandths)
      .value_or(Decimal{});
}

Decimal headroom(const FacilityTerms& terms, const FacilityUsage& usage) {
  return subtract(terms.limit.amount, usage.drawn.amount).value_or(Decimal{});
}

Position position_after_disbursement(const LoanTerms& terms, const Money& paid, Date value_date) {
  return {.outstanding = paid,
          .interest_from = value_date,
          .interest_paid = {.amount = {}, .currency = paid.currency},
          .fees_due = unless_nothing(terms.fees.amount, paid.currency)};
}

std::optional<Repayment> repay(const Position& position, Decimal paid, Decimal owed_interest,
                               Date value_date) {
  const Currency& currency = position.outstanding.currency;
  const Decimal owed_fees = amount_of(position.fees_due);
  const Decimal on_fees = std::min(paid, owed_fees);
  const Decimal after_fees{paid.value - on_fees.value};
  const Decimal on_interest = std::min(after_fees, owed_interest);
  const Decimal on_principal{after_fees.value - on_interest.value};
  const auto outstanding = subtract(position.outstanding.amount, on_principal);
  const auto interest_paid = add(position.interest_paid.amount, on_interest);
  if (!outstanding || !interest_paid) return std::nullopt;
  const Decimal fees_left{owed_fees.value - on_fees.value};
  const Decimal interest_left{owed_interest.value - on_interest.value};
  return Repayment{.position = {.outstanding = {.amount = *outstanding, .currency = currency},
                                .interest_from = value_date,
                                .interest_paid = {.amount = *interest_paid, .currency = currency},
                                .fees_due = unless_nothing(fees_left, currency),
                                .interest_due = unless_nothing(interest_left, currency)},
                   .principal = on_principal};
}

bool is_repaid(const Position& position) {
  return position.outstanding.amount.value == 0 && !position.fees_due && !position.interest_due;
}

}  // namespace tradelane::finance
