// SPDX-License-Identifier: Apache-2.0
#include "chaincode/contracts/ebl/acting.hpp"
#include "chaincode/contracts/ebl/hops.hpp"
#include "chaincode/contracts/ebl/verbs.hpp"

namespace tradelane::ebl {

/// Pledge: owner and holder in one person offers the bill as security. Rules: README.md, B18 to
/// B22, B85 and B86.
Result<Changes> pledge(const OfferPledge& in, const Context& tx) {
  // authorise: the holder, who must own the goods as well
  const auto acting = acting_on(in.bill_id, in.signatures, tx);
  if (!acting) return acting.error();
  if (acting->act.repeated) return acting->unchanged("ebl.Pledge");
  const Bill& bill = acting->bill;
  if (bill.holder != acting->actor) return refuse(Code::ebl_not_holder, "B18");
  if (bill.owner != acting->actor) return refuse(Code::ebl_not_entitled, "B19");

  // check: at rest, not pledged to anybody, to an active bank
  if (bill.status != Status::issued) return refuse(Code::ebl_state, "B20");
  if (bill.pledge) return refuse(Code::ebl_pledged, "B21");
  if (bill.kind == Kind::straight) return refuse(Code::ebl_non_negotiable, "B85");
  if (bill.kind == Kind::blank && in.possession == Possession::pledgee)
    return refuse(Code::ebl_state, "B86");
  const auto pledgee = tx.ledger.find(contract::key::party(in.pledgee));
  if (!pledgee) return refuse(Code::party_unknown, "B22");
  if (!pledgee->has(contract::Role::bank)) return refuse(Code::party_role, "B22");
  if (pledgee->state != contract::PartyState::active || !pledgee->terms)
    return refuse(Code::party_inactive, "B22");

  // apply: who pledges a bill has taken it
  Bill next = settled(bill);
  next.pledge = Pledge{.pledgee = in.pledgee, .loan = in.loan_id, .possession = in.possession};

  // emit
  return advance(tx.ledger, std::move(next), acting->move(tx, "PLEDGE_OFFERED", in.pledgee),
                 "ebl.Pledge");
}

/// AcceptPledge: the bank takes the security, and the bill with its document where that was agreed.
/// Rules: B23 and B24.
Result<Changes> accept_pledge(const AcceptPledge& in, const Context& tx) {
  // authorise: the pledgee that the offer names
  const auto acting = acting_on(in.bill_id, in.signatures, tx);
  if (!acting) return acting.error();
  if (acting->act.repeated) return acting->unchanged("ebl.AcceptPledge");
  const Bill& bill = acting->bill;
  if (!bill.pledge || bill.pledge->state != PledgeState::offered || bill.pledge->loan != in.loan_id)
    return refuse(Code::ebl_state, "B23");
  if (bill.pledge->pledgee != acting->actor) return refuse(Code::ebl_not_entitled, "B24");

  // check: the document that goes along is the bill's
  const bool takes_bill = bill.pledge->possession == Possession::pledgee;
  auto document = takes_bill ? document_for_caller(bill, tx) : Result<Changes>(Changes{});
  if (!document) return document.error();

  // apply
  std::optional<PartyId> new_holder;
  if (takes_bill) new_holder = acting->actor;

  // emit
  return advance(tx.ledger, accepted(settled(bill), tx.time),
                 acting->move(tx, "PLEDGED", new_holder), "ebl.AcceptPledge")
      .merge(std::move(*document));
}

/// ReleasePledge: the bank lets go, or the pledgor withdraws what nobody has accepted yet. A pledge
/// that is bound to a loan ends with the loan only. Rules: B25 to B27.
Result<Changes> release_pledge(const OnBill& in, const Context& tx) {
  // authorise
  const auto acting = acting_on(in.bill_id, in.signatures, tx);
  if (!acting) return acting.error();
  if (acting->act.repeated) return acting->unchanged("ebl.ReleasePledge");
  const Bill& bill = acting->bill;
  if (!bill.pledge) return refuse(Code::ebl_state, "B25");
  const bool is_pledgee = bill.pledge->pledgee == acting->actor;
  const bool may_withdraw =
      bill.holder == acting->actor && bill.pledge->state == PledgeState::offered;
  if (!is_pledgee && !may_withdraw) return refuse(Code::ebl_not_entitled, "B26");

  // check
  if (bill.pledge->state == PledgeState::bound) return refuse(Code::ebl_pledge_bound, "B27");

  // apply and emit: the bill is back with whom it belongs to
  std::optional<PartyId> new_holder;
  if (released(bill).holder != bill.holder) new_holder = bill.owner;
  return advance(tx.ledger, released(bill), acting->move(tx, "PLEDGE_RELEASED", new_holder),
                 "ebl.ReleasePledge");
}

}  // namespace tradelane::ebl
