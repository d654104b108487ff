// SPDX-License-Identifier: Apache-2.0
#include "chaincode/contracts/finance/acting.hpp"
#include "chaincode/contracts/finance/keys.hpp"
#include "chaincode/contracts/finance/payment.hpp"
#include "chaincode/contracts/finance/verbs.hpp"

namespace tradelane::finance {
namespace {

/// The private values that the decision needs.
struct Values {
  Payment payment = {};
  Position position = {};
  LoanTerms terms = {};
  FacilityUsage usage = {};
  Position next_position = {};
  FacilityUsage next_usage = {};
};

Result<Values> open_values(const RecordRepayment& in, const Loan& loan, const Facility& facility,
                           const Context& tx) {
  auto payment = tx.openings.take<Payment>(in.commitments.payment, "payment");
  if (!payment) return payment.error();
  auto position = tx.openings.take<Position>(*loan.position, "position");
  if (!position) return position.error();
  auto terms = tx.openings.take<LoanTerms>(*loan.terms, "terms");
  if (!terms) return terms.error();
  auto usage = tx.openings.take<FacilityUsage>(facility.usage, "usage");
  if (!usage) return usage.error();
  auto next_position = tx.openings.take<Position>(in.relay.commitments.position, "position");
  if (!next_position) return next_position.error();
  auto next_usage = tx.openings.take<FacilityUsage>(in.relay.commitments.usage, "usage");
  if (!next_usage) return next_usage.error();
  return Values{.payment = *payment,
                .position = *position,
                .terms = *terms,
                .usage = *usage,
                .next_position = *next_position,
                .next_usage = *next_usage};
}

/// What the payment does to the loan and to the facility: F58, F62, F63, F59 and F52.
Result<> check_effect(const RecordRepayment& in, const Values& values, const Facility& facility,
                      Timestamp now) {
  const auto& [payment, position, terms, usage, next_position, next_usage] = values;
  if (!is_due_date(in.value_date, position.interest_from, facility, now))
    return refuse(Code::value_date, "F58");
  const auto owed = interest_owed(position, terms, in.value_date);
  if (!owed) return refuse(Code::int_overflow, "F62");
  const auto effect = repay(position, payment.amount.amount, *owed, in.value_date);
  if (!effect) return refuse(Code::repay_over, "F63");
  if (next_position != effect->position) return refuse(Code::private_value, "F59");
  const auto drawn = subtract(usage.drawn.amount, effect->principal);
  if (!drawn || next_usage.drawn != Money{.amount = *drawn, .currency = usage.drawn.currency})
    return refuse(Code::private_value, "F52");
  return Done{};
}

}  // namespace

/// RecordRepayment: the borrower has paid, as the other side of the payment says. Fees first, then
/// interest, then principal. Rules: README.md, F60 to F63, and F52, F53, F55, F56, F58, F59 again.
Result<Changes> record_repayment(const RecordRepayment& in, const Context& tx) {
  // authorise: the lender brings what the witness has signed
  const auto acting = payment_act({in.loan_id, in.uetr, in.witness}, in.signatures, tx);
  if (!acting) return acting.error();  // ACT_… A1 to A5
  const Loan& loan = acting->loan;
  if (acting->payment_act.repeated) return unchanged("finance.RecordRepayment", loan);

  // check: a payment not seen before, on a loan that owes something
  if (acting->is_used) return refuse(Code::record_conflict, "F53", "uetr");
  if (loan.state != LoanState::drawn && loan.state != LoanState::part_repaid)
    return refuse(Code::fin_state, "F60");

  // check: every private value is the one committed to, and is told to nobody else
  const auto facility = tx.ledger.find(key::facility(loan.facility));
  if (!copies_fit(in.relay.copies, loan, tx)) return refuse(Code::arg_malformed, "F5", "copies");
  const auto values = open_values(in, loan, *facility, tx);
  if (!values) return values.error();  // PRIVATE_… A6 to A9
  const Money& paid = values->payment.amount;

  // check: the payment is proven, in the loan's currency, and leaves this position and usage
  if (!is_proven(values->payment, PaymentKind::repayment, loan, acting->witness))
    return refuse(Code::cash_not_final, "F55");
  if (paid.currency != values->terms.principal.currency) return refuse(Code::ccy_mismatch, "F56");
  if (paid.amount.value == 0) return refuse(Code::private_value, "F61");
  if (const auto sound = check_effect(in, *values, *facility, tx.time); !sound)
    return sound.error();

  // apply
  Loan next = loan;
  next.state = is_repaid(values->next_position) ? LoanState::repaid : LoanState::part_repaid;
  next.position = in.relay.commitments.position;
  Facility used = *facility;
  used.usage = in.relay.commitments.usage;
  used.at = contract::later(facility->at, tx.time);
  used.seq += 1;
  const PaymentRecord record{.uetr = in.uetr,
                             .loan = in.loan_id,
                             .kind = PaymentKind::repayment,
                             .value_date = in.value_date,
                             .witness = in.witness,
                             .payment = in.commitments.payment,
                             .at = tx.time,
                             .seq = 1,
                             .last_act = acting->payment_act.digest};

  // emit
  return advance(next, tx.time, acting->loan_act, {.type = "finance.RecordRepayment"})
      .put(key::payment(in.uetr), record)
      .put(key::facility(loan.facility), used)
      .merge(tx.openings.copy(in.commitments.payment, in.relay.copies))
      .merge(tx.openings.copy(in.relay.commitments.position, in.relay.copies))
      .merge(tx.openings.copy(in.relay.commitments.usage, in.relay.copies));
}

}  // namespace tradelane::finance
