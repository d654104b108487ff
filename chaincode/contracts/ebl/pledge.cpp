// SPDX-License-Identifier: Apache-2.0
#include "chaincode/contracts/ebl/acting.hpp"
#include "chaincode/contracts/ebl/verbs.hpp"

namespace tradelane::ebl {

/// Pledge: owner and holder in one person offers the bill as security. Rules: README.md, B18 to
/// B22.
Result<Changes> pledge(const OfferPledge& in, const Context& tx) {
  // authorise: the holder, who must own the goods as well
  const auto acting = acting_on(in.bill_id, in.signatures, tx);
  if (!acting) return acting.error();
  if (acting->act.repeated) return acting->unchanged("ebl.Pledge");
  const Bill& bill = acting->bill;
  if (bill.holder != acting->actor) return refuse(Code::ebl_not_holder, "B18");
  if (bill.owner != acting->actor) return refuse(Code::ebl_not_entitled, "B19");

  // check: at rest, not pledged to anybody, to an active bank
  if (in.possession != Possession::pledgor)
    return refuse(Code::arg_malformed, "A11").with_at("/possession");
  if (bill.status != Status::issued) return refuse(Code::ebl_state, "B20");
  if (bill.pledge) return refuse(Code::ebl_pledged, "B21");
  const auto pledgee = tx.ledger.find(contract::key::party(in.pledgee));
  if (!pledgee) return refuse(Code::party_unknown, "B22");
  if (!pledgee->has(contract::Role::bank)) return refuse(Code::party_role, "B22");
  if (pledgee->state != contract::PartyState::active || !pledgee->terms)
    return refuse(Code::party_inactive, "B22");

  // apply
  Bill next = bill;
  next.pledge = Pledge{.pledgee = in.pledgee, .loan = in.loan_id};

  // emit
  return advance(tx.ledger, std::move(next), acting->move(tx, "PLEDGE_OFFERED", in.pledgee),
                 "ebl.Pledge");
}

/// AcceptPledge: the bank takes the security. Rules: B23 and B24.
Result<Changes> accept_pledge(const AcceptPledge& in, const Context& tx) {
  // authorise: the pledgee that the offer names
  const auto acting = acting_on(in.bill_id, in.signatures, tx);
  if (!acting) return acting.error();
  if (acting->act.repeated) return acting->unchanged("ebl.AcceptPledge");
  const Bill& bill = acting->bill;
  if (!bill.pledge || bill.pledge->state != PledgeState::offered || bill.pledge->loan != in.loan_id)
    return refuse(Code::ebl_state, "B23");
  if (bill.pledge->pledgee != acting->actor) return refuse(Code::ebl_not_entitled, "B24");

  // apply
  Bill next = bill;
  next.pledge->state = PledgeState::accepted;

  // emit
  return advance(tx.ledger, std::move(next), acting->move(tx, "PLEDGED"), "ebl.AcceptPledge");
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

  // apply and emit
  return advance(tx.ledger, released(bill), acting->move(tx, "PLEDGE_RELEASED"),
                 "ebl.ReleasePledge");
}

}  // namespace tradelane::ebl
