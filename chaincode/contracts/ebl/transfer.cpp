// SPDX-License-Identifier: Apache-2.0
#include "chaincode/contracts/ebl/acting.hpp"
#include "chaincode/contracts/ebl/hops.hpp"
#include "chaincode/contracts/ebl/verbs.hpp"

namespace tradelane::ebl {

/// Transfer: the holder passes the bill on. Rules: README.md, B9 to B13 and B69.
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
  if (const auto able = may_receive(in.to, "B12", tx); !able) return able.error();
  if (in.to == bill.holder) return refuse(Code::ebl_recipient_already_holder, "B13");
  if (const auto sound = check_limit(bill, in.expires, tx); !sound) return sound.error();
  const bool at_once = bill.acceptance == Acceptance::immediate;
  auto document = at_once ? document_if_sent(in.to, bill, tx) : Result<Changes>(Changes{});
  if (!document) return document.error();

  // apply: with acceptance, control stays with the sender until the recipient has said yes
  Bill next =
      at_once ? handed_over(bill, in.to) : offered(bill, {.holder = in.to, .expires = in.expires});

  // emit
  const char* action = at_once ? "TRANSFER" : "TRANSFER_OFFERED";
  return advance(tx.ledger, std::move(next), acting->move(tx, action, in.to), "ebl.Transfer")
      .merge(std::move(*document));
}

/// AcceptTransfer: the recipient takes what is offered, and its copy of the document. Rules: B14,
/// B15, B57 and B70.
Result<Changes> accept_transfer(const OnBill& in, const Context& tx) {
  // authorise: the recipient, whom the pending transfer names
  const auto acting = acting_on(in.bill_id, in.signatures, tx);
  if (!acting) return acting.error();
  if (acting->act.repeated) return acting->unchanged("ebl.AcceptTransfer");
  const Bill& bill = acting->bill;
  if (bill.status != Status::transfer_pending) return refuse(Code::ebl_state, "B14");
  if (bill.pending_to != acting->actor) return refuse(Code::ebl_not_entitled, "B15");

  // check: in time, by the client's clock; the document that goes along is the bill's
  if (bill.transfer_expires && *bill.transfer_expires <= tx.time)
    return refuse(Code::ebl_expired, "B70");
  if (bill.pending_owner)
    if (const auto able = may_receive(*bill.pending_owner, "B57", tx); !able) return able.error();
  auto document = document_for_caller(bill, tx);
  if (!document) return document.error();

  // apply
  Move move = acting->move(tx, bill.pending_owner ? "TRANSFER_OWNERS" : "TRANSFER", acting->actor);
  move.new_owner = bill.pending_owner;

  // emit: the recipient's organisation keeps the document from now on
  return advance(tx.ledger, taken(bill), move, "ebl.AcceptTransfer").merge(std::move(*document));
}

/// DeclineTransfer: the recipient refuses, or the sender takes it back, also when it is too late to
/// accept. Rules: B16 and B17.
Result<Changes> decline_transfer(const OnBill& in, const Context& tx) {
  // authorise: either side of the pending transfer
  const auto acting = acting_on(in.bill_id, in.signatures, tx);
  if (!acting) return acting.error();
  if (acting->act.repeated) return acting->unchanged("ebl.DeclineTransfer");
  const Bill& bill = acting->bill;
  if (bill.status != Status::transfer_pending) return refuse(Code::ebl_state, "B16");
  if (bill.pending_to != acting->actor && bill.holder != acting->actor)
    return refuse(Code::ebl_not_entitled, "B17");

  // apply and emit
  return advance(tx.ledger, withdrawn(bill), acting->move(tx, "TRANSFER_DECLINED"),
                 "ebl.DeclineTransfer");
}

}  // namespace tradelane::ebl
