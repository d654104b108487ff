// SPDX-License-Identifier: Apache-2.0
#include "chaincode/contracts/ebl/effects.hpp"
#include "chaincode/contracts/finance/acting.hpp"
#include "chaincode/contracts/finance/keys.hpp"
#include "chaincode/contracts/finance/verbs.hpp"

namespace tradelane::finance {

/// Secure: the accepted pledge of the bill is tied to the loan; from now on only the loan's end
/// releases it. Rules: README.md, F43 to F48, and B38 to B40 of ebl.
Result<Changes> secure(const Secure& in, const Context& tx) {
  // authorise: the loan's lender
  const auto acting = lender_act(in.loan_id, tx);
  if (!acting) return acting.error();
  if (acting->act.repeated) return unchanged("finance.Secure", acting->loan);
  const Loan& loan = acting->loan;

  // check: an accepted offer, and the borrower's pledge of this loan's bill to its lender
  if (loan.state != LoanState::accepted) return refuse(Code::fin_state, "F43");
  const auto bill = tx.ledger.find(ebl::key::bill(in.bill_id));
  if (!bill) return refuse(Code::ebl_unknown, "F44");
  if (in.bill_id != loan.bill) return refuse(Code::ebl_state, "F45");
  if (const auto free = ebl::may_move(*bill, tx.ledger); !free) return free.error();
  if (!ebl::can_be_bound(*bill, loan.id)) return refuse(Code::ebl_state, "F46");
  if (bill->pledge->pledgee != loan.lender) return refuse(Code::ebl_not_entitled, "F47");
  if (bill->holder != loan.borrower) return refuse(Code::ebl_not_holder, "F48");

  // apply
  Loan next = loan;
  next.state = LoanState::secured;
  const auto bill_act = contract::unsigned_act(
      tx, {.name = "bill/" + in.bill_id.text(), .seq = bill->seq, .last_act = bill->last_act});

  // emit: one entry for the loan, one for the bill
  return advance(next, tx.time, acting->act.digest, {.type = "finance.Secure"})
      .merge(ebl::advance(tx.ledger, ebl::bound(*bill),
                          {.action_code = "PLEDGE_BOUND",
                           .actor = loan.lender,
                           .time = tx.time,
                           .txid = tx.txid,
                           .act = bill_act.digest},
                          "finance.Secure"));
}

}  // namespace tradelane::finance
