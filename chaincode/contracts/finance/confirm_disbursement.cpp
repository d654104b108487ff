// SPDX-License-Identifier: Apache-2.0
#include "chaincode/contracts/ebl/effects.hpp"
#include "chaincode/contracts/finance/acting.hpp"
#include "chaincode/contracts/finance/cargo.hpp"
#include "chaincode/contracts/finance/claims.hpp"
#include "chaincode/contracts/finance/payment.hpp"
#include "chaincode/contracts/finance/verbs.hpp"

namespace tradelane::finance {
namespace {

/// The private values that the decision needs.
struct Values {
  Drawdown drawdown = {};
  LoanTerms terms = {};
  Payment payment = {};
  Position position = {};
};

Result<Values> open_values(const ConfirmDisbursement& in, const Loan& loan,
                           const DrawdownRecord& record, const Context& tx) {
  auto drawdown = tx.openings.take<Drawdown>(record.drawdown, "drawdown");
  if (!drawdown) return drawdown.error();
  auto terms = tx.openings.take<LoanTerms>(*loan.terms, "terms");
  if (!terms) return terms.error();
  auto payment = tx.openings.take<Payment>(in.commitments.payment, "payment");
  if (!payment) return payment.error();
  auto position = tx.openings.take<Position>(in.relay.commitments.position, "position");
  if (!position) return position.error();
  return Values{.drawdown = *drawdown, .terms = *terms, .payment = *payment, .position = *position};
}

PaymentRecord recorded(const ConfirmDisbursement& in, const PaymentActing& acting,
                       const Context& tx) {
  PaymentRecord record{.uetr = in.uetr,
                       .loan = in.loan_id,
                       .kind = PaymentKind::disbursement,
                       .value_date = in.value_date,
                       .witness = in.witness,
                       .payment = in.commitments.payment,
                       .at = tx.time,
                       .seq = 1,
                       .last_act = acting.payment_act.digest};
  // Money that has moved must be recordable: a consent that ended since is noted, not refused.
  if (is_consent_revoked(acting.loan, tx)) record.note = PaymentNote::consent_revoked_since;
  return record;
}

}  // namespace

/// ConfirmDisbursement: the money has left, as the other side of the payment says. Rules:
/// README.md, F53 to F59.
Result<Changes> confirm_disbursement(const ConfirmDisbursement& in, const Context& tx) {
  // authorise: the lender brings what the witness has signed
  const auto acting = payment_act({in.loan_id, in.uetr, in.witness}, in.signatures, tx);
  if (!acting) return acting.error();  // ACT_… A1 to A5
  const Loan& loan = acting->loan;
  if (acting->payment_act.repeated) return unchanged("finance.ConfirmDisbursement", loan);

  // check: a payment not seen before, for the drawdown that waits for it
  if (acting->is_used) return refuse(Code::record_conflict, "F53", "uetr");
  if (loan.state != LoanState::secured || loan.drawdown != in.drawdown_id)
    return refuse(Code::fin_state, "F54");

  // check: every private value is the one committed to, and is told to nobody else
  const auto record = tx.ledger.find(key::drawdown(in.loan_id, in.drawdown_id));
  if (!copies_fit(in.relay.copies, loan, tx)) return refuse(Code::arg_malformed, "F5", "copies");
  const auto values = open_values(in, loan, *record, tx);
  if (!values) return values.error();  // PRIVATE_… A6 to A9
  const auto& [drawdown, terms, payment, position] = *values;

  // check: the security still stands
  if (!is_pledged_for(ebl::present(loan.bill, tx.ledger), loan))
    return refuse(Code::ebl_state, "F50");
  const auto same_records = financed_by_others(lock_keys(loan), loan.id, tx);
  if (same_records) return told(*same_records, refuse(Code::fp_duplicate, "F22"));

  // check: the payment is proven, is the drawdown's, and leaves this position
  if (!is_proven(payment, PaymentKind::disbursement, loan, acting->witness))
    return refuse(Code::cash_not_final, "F55");
  if (payment.amount.currency != drawdown.amount.currency) return refuse(Code::ccy_mismatch, "F56");
  if (payment.amount != drawdown.amount) return refuse(Code::cash_not_final, "F57");
  const auto facility = tx.ledger.find(key::facility(loan.facility));
  if (!is_due_date(in.value_date, Date::of(record->at), *facility, tx.time))
    return refuse(Code::value_date, "F58");
  if (position != position_after_disbursement(terms, payment.amount, in.value_date))
    return refuse(Code::private_value, "F59");

  // apply
  Loan next = loan;
  next.state = LoanState::drawn;
  next.position = in.relay.commitments.position;
  DrawdownRecord disbursed = *record;
  disbursed.state = DrawdownState::disbursed;
  disbursed.uetr = in.uetr;
  disbursed.value_date = in.value_date;
  const PaymentRecord paid = recorded(in, *acting, tx);

  // emit
  ledger::Entry entry{.type = "finance.ConfirmDisbursement"};
  if (paid.note) entry.code = text_of(*paid.note);
  return advance(next, tx.time, acting->loan_act, entry)
      .put(key::drawdown(in.loan_id, in.drawdown_id), disbursed)
      .put(key::payment(in.uetr), paid)
      .merge(tx.openings.copy(in.commitments.payment, in.relay.copies))
      .merge(tx.openings.copy(in.relay.commitments.position, in.relay.copies));
}

}  // namespace tradelane::finance
