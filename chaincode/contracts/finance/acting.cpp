// SPDX-License-Identifier: Apache-2.0
#include "chaincode/contracts/finance/acting.hpp"

#include <algorithm>

#include "chaincode/contracts/finance/keys.hpp"

namespace tradelane::finance {
namespace {

contract::Party registered(const PartyId& id, const contract::Context& tx) {
  auto party = tx.ledger.find(contract::key::party(id));
  if (!party) throw Fault("a facility names a party that is not registered");
  return std::move(*party);
}

Result<Loan> loan_of_lender(const LoanId& id, const contract::Context& tx) {
  auto loan = tx.ledger.find(key::loan(id));
  if (!loan) return refuse(Code::fin_unknown, "F2");
  if (!tx.caller.is(loan->lender)) return refuse(Code::auth_denied, "F3");
  return std::move(*loan);
}

}  // namespace

contract::Subject subject_of(const LoanId& id, const std::optional<Loan>& known) {
  if (!known) return {.name = "loan/" + id.text()};
  return {.name = "loan/" + id.text(), .seq = known->seq, .last_act = known->last_act};
}

ledger::Changes unchanged(const std::string& entry_type, const Loan& loan) {
  return ledger::Changes::unchanged({.type = entry_type, .id = loan.id.text(), .seq = loan.seq});
}

Result<contract::Act> signed_by_borrower(const PartyId& borrower,
                                         const std::vector<contract::Signature>& signatures,
                                         const contract::Subject& subject,
                                         const contract::Context& tx) {
  const auto party = registered(borrower, tx);
  auto act = contract::signed_act(tx, party, signatures, subject);
  if (!act || act->repeated) return act;
  if (party.state != contract::PartyState::active) return refuse(Code::party_inactive, "F4");
  return act;
}

Result<Acting> lender_act(const LoanId& id, const contract::Context& tx) {
  auto loan = loan_of_lender(id, tx);
  if (!loan) return loan.error();
  const auto act = contract::unsigned_act(tx, subject_of(id, *loan));
  return Acting{.loan = std::move(*loan), .act = act};
}

Result<Acting> borrower_act(const LoanId& id, const std::vector<contract::Signature>& signatures,
                            const contract::Context& tx) {
  auto loan = loan_of_lender(id, tx);
  if (!loan) return loan.error();
  const auto act = signed_by_borrower(loan->borrower, signatures, subject_of(id, *loan), tx);
  if (!act) return act.error();
  return Acting{.loan = std::move(*loan), .act = *act};
}

Result<PaymentActing> payment_act(const Witnessed& payment,
                                  const std::vector<contract::Signature>& signatures,
                                  const contract::Context& tx) {
  auto loan = loan_of_lender(payment.loan, tx);
  if (!loan) return loan.error();
  auto witness = tx.ledger.find(contract::key::party(payment.witness));
  if (!witness) return refuse(Code::act_key, "A2");
  const auto known = tx.ledger.find(key::payment(payment.uetr));
  contract::Subject subject{.name = "payment/" + payment.uetr.text()};
  if (known) subject.seq = known->seq;
  if (known) subject.last_act = known->last_act;
  const auto act = contract::signed_act(tx, *witness, signatures, subject);
  if (!act) return act.error();
  if (const auto able = contract::may_act(*witness); !act->repeated && !able) return able.error();
  const auto loan_act = contract::unsigned_act(tx, subject_of(payment.loan, *loan));
  return PaymentActing{.loan = std::move(*loan),
                       .witness = std::move(*witness),
                       .loan_act = loan_act.digest,
                       .payment_act = *act,
                       .is_used = known.has_value()};
}

bool copies_fit(const Set<MspId>& copies, const Loan& loan, const contract::Context& tx) {
  const MspId borrower_msp = registered(loan.borrower, tx).msp;
  const auto is_due = [&](const MspId& msp) { return msp == tx.caller.msp || msp == borrower_msp; };
  return copies.contains(tx.caller.msp) && std::all_of(copies.begin(), copies.end(), is_due);
}

}  // namespace tradelane::finance
