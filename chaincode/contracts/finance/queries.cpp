// SPDX-License-Identifier: Apache-2.0
#include "chaincode/contracts/finance/keys.hpp"
#include "chaincode/contracts/finance/verbs.hpp"

namespace tradelane::finance {
namespace {

/// What the caller's organisation keeps of the loan's private values.
LoanValues kept_values(const Loan& loan, const LoanView& view, const Context& tx) {
  using contract::kept_value;
  LoanValues values{
      .facility_terms = kept_value<FacilityTerms>(tx, view.facility.terms, "facilityTerms"),
      .usage = kept_value<FacilityUsage>(tx, view.facility.usage, "usage"),
      .application = kept_value<Application>(tx, loan.application, "application")};
  if (loan.terms) values.terms = kept_value<LoanTerms>(tx, *loan.terms, "terms");
  if (view.drawdown)
    values.drawdown = kept_value<Drawdown>(tx, view.drawdown->drawdown, "drawdown");
  if (loan.position) values.position = kept_value<Position>(tx, *loan.position, "position");
  return values;
}

}  // namespace

/// Get: the loan with its facility and drawdown, and the amounts as far as the caller's
/// organisation keeps them. Nobody else learns that there is such a loan.
Result<LoanView> get(const Get& in, const Context& tx) {
  const auto loan = tx.ledger.find(key::loan(in.loan_id));
  const bool may_read = loan && (tx.caller.is(loan->lender) || tx.caller.is(loan->borrower) ||
                                 tx.caller.has(contract::Role::regulator));
  if (!may_read) return refuse(Code::fin_unknown, "F66");
  LoanView view{.loan = *loan, .facility = *tx.ledger.find(key::facility(loan->facility))};
  if (loan->drawdown) view.drawdown = tx.ledger.find(key::drawdown(loan->id, *loan->drawdown));
  if (in.open) view.values = kept_values(*loan, view, tx);
  return view;
}

}  // namespace tradelane::finance
