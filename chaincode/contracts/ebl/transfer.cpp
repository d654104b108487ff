// SPDX-License-Identifier: Apache-2.0
#include "chaincode/contracts/ebl/acting.hpp"
#include "chaincode/contracts/ebl/keys.hpp"
#include "chaincode/contracts/ebl/verbs.hpp"

namespace tradelane::ebl {

/// Transfer: the holder passes the bill on. Rules: README.md, B9 to B13.
Result<Changes> transfer(const Transfer& in, const Context& tx) {
  // authorise: only the present holder moves the bill
  const auto acting = acting_on(in.bill_id, in.signatures, tx);
  if (!acting) return acting.error();
  if (acting->act.repeated) return acting->unchanged("ebl.Transfer");
  const Bill& bill = acting->bill;
  if (bill.holder != acting->actor) return refuse(Code::ebl_not_holder, "B9");

  // check: at rest and unpledged, to an active party that does not hold it already
  if (bill.status != Status::issued) return refuse(Code::ebl_state, "B10");
  if (bill.pledge) return refuse(Code::ebl_pledged, "B11");
  const auto recipient = tx.ledger.find(contract::key::party(in.to));
  if (!recipient) return refuse(Code::party_unknown, "B12");
  if (recipient->state != contract::PartyState::active || !recipient->terms)
    return refuse(Code::party_inactive, "B12");
  if (in.to == bill.holder) return refuse(Code::ebl_recipient_already_holder, "B13");

  // apply: with acceptance, control stays with the sender until the recipient has said yes
  Bill next = bill;
  const bool at_once = bill.acceptance == Acceptance::immediate;
  if (at_once) {
    next.prev_holder = bill.holder;
    next.holder = in.to;
  } else {
    next.status = Status::transfer_pending;
    next.pending_to = in.to;
  }

  // emit
  const char* action = at_once ? "TRANSFER" : "TRANSFER_OFFERED";
  return advance(tx.ledger, std::move(next), acting->move(tx, action, in.to), "ebl.Transfer");
}

/// AcceptTransfer: the recipient takes the bill, and its copy of the document. Rules: B14 and B15.
Result<Changes> accept_transfer(const OnBill& in, const Context& tx) {
  // authorise: the recipient, whom the pending transfer names
  const auto acting = acting_on(in.bill_id, in.signatures, tx);
  if (!acting) return acting.error();
  if (acting->act.repeated) return acting->unchanged("ebl.AcceptTransfer");
  const Bill& bill = acting->bill;
  if (bill.status != Status::transfer_pending) return refuse(Code::ebl_state, "B14");
  if (bill.pending_to != acting->actor) return refuse(Code::ebl_not_entitled, "B15");

  // check: the document that goes along is the bill's
  if (const auto issuance = tx.openings.open(bill.issuance, "issuance"); !issuance)
    return issuance.error();
  if (const auto facts = tx.openings.open(bill.facts, "facts"); !facts) return facts.error();

  // apply
  Bill next = bill;
  next.status = Status::issued;
  next.prev_holder = bill.holder;
  next.holder = acting->actor;
  next.pending_to.reset();

  // emit: the recipient's organisation keeps the document from now on
  const Set<MspId> copies{tx.caller.msp};
  return advance(tx.ledger, std::move(next), acting->move(tx, "TRANSFER", acting->actor),
                 "ebl.AcceptTransfer")
      .merge(tx.openings.copy(bill.issuance, copies))
      .merge(tx.openings.copy(bill.facts, copies));
}

/// DeclineTransfer: the recipient refuses, or the sender takes it back. Rules: B16 and B17.
Result<Changes> decline_transfer(const OnBill& in, const Context& tx) {
  // authorise: either side of the pending transfer
  const auto acting = acting_on(in.bill_id, in.signatures, tx);
  if (!acting) return acting.error();
  if (acting->act.repeated) return acting->unchanged("ebl.DeclineTransfer");
  const Bill& bill = acting->bill;
  if (bill.status != Status::transfer_pending) return refuse(Code::ebl_state, "B16");
  if (bill.pending_to != acting->actor && bill.holder != acting->actor)
    return refuse(Code::ebl_not_entitled, "B17");

  // apply
  Bill next = bill;
  next.status = Status::issued;
  next.pending_to.reset();

  // emit
  return advance(tx.ledger, std::move(next), acting->move(tx, "TRANSFER_DECLINED"),
                 "ebl.DeclineTransfer");
}

}  // namespace tradelane::ebl
