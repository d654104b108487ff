// SPDX-License-Identifier: Apache-2.0
#include "chaincode/contracts/ebl/effects.hpp"
#include "chaincode/contracts/finance/acting.hpp"
#include "chaincode/contracts/finance/cargo.hpp"
#include "chaincode/contracts/finance/claims.hpp"
#include "chaincode/contracts/finance/verbs.hpp"

namespace tradelane::finance {
namespace {

bool owes(const Loan& loan) {
  return loan.state == LoanState::drawn || loan.state == LoanState::part_repaid ||
         (loan.state == LoanState::secured && loan.drawdown);
}

}  // namespace

/// Release: nothing is owed any more, so the bill and the cargo are free. Rules: README.md, F64,
/// F65, F50 again, and B38 and B39 of ebl.
Result<Changes> release(const Release& in, const Context& tx) {
  // authorise: the loan's lender
  const auto acting = lender_act(in.loan_id, tx);
  if (!acting) return acting.error();
  if (acting->act.repeated) return unchanged("finance.Release", acting->loan);
  const Loan& loan = acting->loan;

  // check: a loan that is repaid, and still has its pledge
  if (owes(loan)) return refuse(Code::fin_outstanding, "F64");
  if (loan.state != LoanState::repaid) return refuse(Code::fin_state, "F65");
  const auto& bill = ebl::present(loan.bill, tx.ledger);
  if (!is_pledged_for(bill, loan)) return refuse(Code::ebl_state, "F50");
  if (const auto free = ebl::may_move(*bill, tx.ledger); !free) return free.error();

  // apply
  Loan next = loan;
  next.state = LoanState::released;
  const auto bill_act = contract::unsigned_act(
      tx, {.name = "bill/" + bill->id.text(), .seq = bill->seq, .last_act = bill->last_act});

  // emit: one entry for the loan, one for the bill; the claims end with the loan
  return advance(next, tx.time, acting->act.digest, {.type = "finance.Release"})
      .merge(ebl::advance(tx.ledger, ebl::released(*bill),
                          {.action_code = "PLEDGE_RELEASED",
                           .actor = loan.lender,
                           .recipient = bill->holder,
                           .time = tx.time,
                           .txid = tx.txid,
                           .act = bill_act.digest},
                          "finance.Release"))
      .merge(claim_all(loan, released(loan.id, tx.time)));
}

}  // namespace tradelane::finance
