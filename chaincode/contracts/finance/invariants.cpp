// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>

#include "chaincode/contracts/finance/keys.hpp"
#include "chaincode/contracts/finance/verbs.hpp"

namespace tradelane::finance {
namespace {

using contract::ChangeSet;

bool facility_keeps_itself(const std::optional<Facility>& before,
                           const std::optional<Facility>& after) {
  if (!after) return false;
  if (!before) return after->seq == 1;
  return after->id == before->id && after->lender == before->lender &&
         after->borrower == before->borrower && after->terms == before->terms &&
         after->seq == before->seq + 1 && before->at <= after->at;
}

bool loan_keeps_itself(const std::optional<Loan>& before, const std::optional<Loan>& after) {
  if (!after) return false;
  if (!before) return after->seq == 1 && after->state == LoanState::applied;
  return after->id == before->id && after->lender == before->lender &&
         after->borrower == before->borrower && after->facility == before->facility &&
         after->bill == before->bill && after->evidence == before->evidence &&
         after->match == before->match && after->consents == before->consents &&
         after->fingerprints == before->fingerprints && after->application == before->application &&
         after->seq == before->seq + 1 && before->at <= after->at;
}

/// The ways through hk-domain.md 3.3 that transactions take.
bool state_moves_on(const std::optional<Loan>& before, const std::optional<Loan>& after) {
  using S = LoanState;
  constexpr std::array<std::pair<S, S>, 10> ways{{{S::applied, S::offered},
                                                  {S::offered, S::accepted},
                                                  {S::accepted, S::secured},
                                                  {S::secured, S::secured},
                                                  {S::secured, S::drawn},
                                                  {S::drawn, S::part_repaid},
                                                  {S::drawn, S::repaid},
                                                  {S::part_repaid, S::part_repaid},
                                                  {S::part_repaid, S::repaid},
                                                  {S::repaid, S::released}}};
  if (!before || !after) return true;
  return std::find(ways.begin(), ways.end(), std::pair{before->state, after->state}) != ways.end();
}

/// What is agreed stays agreed: terms from the offer on, the drawdown once it is asked for, and a
/// position exactly while and after money is out.
bool agreements_stay(const std::optional<Loan>& before, const std::optional<Loan>& after) {
  if (!after) return true;
  if (after->terms.has_value() != (after->state >= LoanState::offered)) return false;
  if (after->position.has_value() != (after->state >= LoanState::drawn)) return false;
  if (!before) return !after->drawdown;
  if (before->terms && before->terms != after->terms) return false;
  return !before->drawdown || before->drawdown == after->drawdown;
}

/// One claim, one loan: it passes to another only after it was released or has lapsed.
bool is_exclusive(const std::optional<Claim>& before, const std::optional<Claim>& after) {
  if (!after) return false;
  if ((after->state == ClaimState::held) != after->until.has_value()) return false;
  if (!before || before->state == ClaimState::released) return after->state != ClaimState::released;
  if (before->loan == after->loan)
    return before->state == ClaimState::held ? after->state == ClaimState::financed
                                             : after->state == ClaimState::released;
  return before->state == ClaimState::held && *before->until <= after->at;
}

/// A fingerprint or lock says of its loan what the loan says of itself.
bool claims_fit_their_loans(const ChangeSet& set) {
  for (const char* type : {"FP", "LOCK"})
    for (const auto& change : set.of<Claim>(type)) {
      if (!is_exclusive(change.before, change.after)) return false;
      const auto loan = set.after(key::loan(change.after->loan));
      if (!loan) return false;
      const bool is_over = loan->state == LoanState::released;
      const bool is_used = loan->drawdown.has_value() && !is_over;
      if ((change.after->state == ClaimState::released) != is_over) return false;
      if ((change.after->state == ClaimState::financed) != is_used) return false;
    }
  return true;
}

bool has_security(const LoanState state) {
  return state >= LoanState::secured && state <= LoanState::repaid;
}

bool is_bound_to(const std::optional<ebl::Bill>& bill, const Loan& loan) {
  return bill && bill->pledge && bill->pledge->state == ebl::PledgeState::bound &&
         bill->pledge->loan == loan.id && bill->pledge->pledgee == loan.lender;
}

/// From Secure to Release the bill is bound to the loan, whichever of the two is written.
bool loans_have_their_bills(const ChangeSet& set) {
  for (const auto& change : set.of<Loan>("LOAN")) {
    if (!change.after) return false;
    if (!has_security(change.after->state)) continue;
    if (!is_bound_to(set.after(ebl::key::bill(change.after->bill)), *change.after)) return false;
  }
  for (const auto& change : set.of<ebl::Bill>("EBL")) {
    if (!change.before || !change.before->pledge) continue;
    if (change.before->pledge->state != ebl::PledgeState::bound) continue;
    const auto loan = set.after(key::loan(change.before->pledge->loan));
    if (!loan) return false;
    if (has_security(loan->state) && !is_bound_to(change.after, *loan)) return false;
  }
  return true;
}

bool screening_is_final(const std::optional<ScreeningRecord>& before,
                        const std::optional<ScreeningRecord>& after) {
  return !before && after;
}

bool payment_is_final(const std::optional<PaymentRecord>& before,
                      const std::optional<PaymentRecord>& after) {
  return !before && after && after->seq == 1;
}

bool drawdown_is_paid_once(const std::optional<DrawdownRecord>& before,
                           const std::optional<DrawdownRecord>& after) {
  if (!after) return false;
  const bool is_paid = after->state == DrawdownState::disbursed;
  if (after->uetr.has_value() != is_paid || after->value_date.has_value() != is_paid) return false;
  if (!before) return !is_paid;
  return before->state == DrawdownState::requested && is_paid &&
         before->drawdown == after->drawdown;
}

/// What of a facility is used changes only with a new drawdown or a repayment; a position changes
/// with a payment, and only then.
bool books_follow_events(const ChangeSet& set) {
  const auto draws = set.of<DrawdownRecord>("DRAW");
  const auto pays = set.of<PaymentRecord>("PAY");
  const bool is_drawn =
      std::any_of(draws.begin(), draws.end(), [](const auto& change) { return !change.before; });
  const bool is_repaid = std::any_of(pays.begin(), pays.end(), [](const auto& change) {
    return change.after && change.after->kind == PaymentKind::repayment;
  });
  for (const auto& change : set.of<Facility>("FAC")) {
    if (!change.before || !change.after) continue;
    if (change.before->usage != change.after->usage && !is_drawn && !is_repaid) return false;
  }
  for (const auto& change : set.of<Loan>("LOAN")) {
    if (!change.before || !change.after) continue;
    if ((change.before->position != change.after->position) != !pays.empty()) return false;
  }
  return true;
}

}  // namespace

std::vector<contract::Invariant> invariants() {
  using contract::on_each;
  return {on_each<Facility>("FI1", "FAC", facility_keeps_itself),
          on_each<Loan>("FI2", "LOAN", loan_keeps_itself),
          on_each<Loan>("FI3", "LOAN", state_moves_on),
          on_each<Loan>("FI4", "LOAN", agreements_stay),
          {.id = "FI5", .holds = claims_fit_their_loans},
          {.id = "FI6", .holds = loans_have_their_bills},
          on_each<ScreeningRecord>("FI7", "SCR", screening_is_final),
          on_each<PaymentRecord>("FI8", "PAY", payment_is_final),
          on_each<DrawdownRecord>("FI9", "DRAW", drawdown_is_paid_once),
          {.id = "FI10", .holds = books_follow_events}};
}

}  // namespace tradelane::finance
