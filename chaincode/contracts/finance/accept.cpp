// SPDX-License-Identifier: Apache-2.0
#include "chaincode/contracts/finance/acting.hpp"
#include "chaincode/contracts/finance/keys.hpp"
#include "chaincode/contracts/finance/verbs.hpp"

namespace tradelane::finance {

/// Accept: the borrower takes the offer, by the commitment of its terms. Rules: README.md, F40 to
/// F42.
Result<Changes> accept(const Accept& in, const Context& tx) {
  // authorise: the borrower itself, through its own organisation or the lender's
  const auto known = tx.ledger.find(key::loan(in.loan_id));
  if (!known) return refuse(Code::fin_unknown, "F2");
  const Loan& loan = *known;
  const auto borrower = tx.ledger.find(contract::key::party(loan.borrower));
  const auto lender = tx.ledger.find(contract::key::party(loan.lender));
  if (!contract::may_submit(tx.caller, *borrower, *lender)) return refuse(Code::auth_denied, "F39");
  const auto act = contract::company_act(tx, *borrower, in.signatures, subject_of(loan.id, known));
  if (!act) return act.error();  // ACT_… A1 to A5
  if (act->repeated) return unchanged("finance.Accept", loan);
  if (borrower->state != contract::PartyState::active) return refuse(Code::party_inactive, "F4");

  // check: an offer that still holds, and these very terms
  if (loan.state != LoanState::offered) return refuse(Code::fin_state, "F40");
  if (!(tx.time < *loan.valid_until)) return refuse(Code::offer_lapsed, "F41");
  if (in.terms_commitment != *loan.terms) return refuse(Code::terms_hash, "F42");

  // apply
  Loan next = loan;
  next.state = LoanState::accepted;

  // emit
  return advance(next, tx.time, act->digest, {.type = "finance.Accept"});
}

}  // namespace tradelane::finance
