// SPDX-License-Identifier: Apache-2.0
#include "chaincode/contracts/ebl/acting.hpp"
#include "chaincode/contracts/ebl/hops.hpp"
#include "chaincode/contracts/ebl/verbs.hpp"

namespace tradelane::ebl {
namespace {

/// The carrier has the bill, and nobody else a title: it owns it itself, or the bill was never
/// given to anybody.
bool is_issuers_alone(const Bill& bill) {
  const bool was_never_given = bill.seq == 1;
  return bill.holder == bill.issuer && (bill.owner == bill.issuer || was_never_given);
}

}  // namespace

/// Void: the carrier annuls a bill in which nobody else has a right. Rules: README.md, B77 to B80.
Result<Changes> void_bill(const OnBill& in, const Context& tx) {
  // authorise: the carrier that issued it
  const auto acting = acting_on(in.bill_id, in.signatures, tx);
  if (!acting) return acting.error();
  if (acting->act.repeated) return acting->unchanged("ebl.Void");
  const Bill& bill = acting->bill;
  if (bill.issuer != acting->actor) return refuse(Code::ebl_not_entitled, "B77");

  // check: at rest, unpledged, in the carrier's hands
  if (bill.status != Status::issued) return refuse(Code::ebl_state, "B78");
  if (bill.pledge) return refuse(Code::ebl_pledged, "B79");
  if (!is_issuers_alone(bill)) return refuse(Code::ebl_held_by_other, "B80");

  // apply
  Bill next = settled(bill);
  next.status = Status::voided;
  next.nominee.reset();

  // emit
  return advance(tx.ledger, std::move(next), acting->move(tx, "VOIDED"), "ebl.Void");
}

}  // namespace tradelane::ebl
