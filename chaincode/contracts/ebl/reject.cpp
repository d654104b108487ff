// SPDX-License-Identifier: Apache-2.0
#include "chaincode/contracts/ebl/acting.hpp"
#include "chaincode/contracts/ebl/hops.hpp"
#include "chaincode/contracts/ebl/verbs.hpp"

namespace tradelane::ebl {
namespace {

/// Nothing about the bill waits, and it secures nothing.
Result<> is_at_rest(const Bill& bill) {
  if (bill.status != Status::issued) return refuse(Code::ebl_state, "B65");
  if (bill.pledge) return refuse(Code::ebl_pledged, "B66");
  return Done{};
}

}  // namespace

/// RejectOwner: an owner that does not want the title gives it back. Rules: README.md, B62, B65 to
/// B68.
Result<Changes> reject_owner(const OnBill& in, const Context& tx) {
  // authorise: the owner
  const auto acting = acting_on(in.bill_id, in.signatures, tx);
  if (!acting) return acting.error();
  if (acting->act.repeated) return acting->unchanged("ebl.RejectOwner");
  const Bill& bill = acting->bill;
  if (bill.owner != acting->actor) return refuse(Code::ebl_not_entitled, "B62");

  // check: the last hop gave it the title, and the title only
  if (const auto rests = is_at_rest(bill); !rests) return rests.error();
  if (!bill.prev_owner) return refuse(Code::ebl_nothing_to_reject, "B67");
  if (bill.owner == bill.holder) return refuse(Code::ebl_dual_role_rejection_required, "B68");

  // apply and emit
  return advance(tx.ledger, title_rejected(bill),
                 acting->move(tx, "REJECTED_OWNER", bill.prev_owner), "ebl.RejectOwner");
}

/// RejectHolder: a holder that does not want the bill gives it back. Rules: B63, B65 to B68.
Result<Changes> reject_holder(const OnBill& in, const Context& tx) {
  // authorise: the holder
  const auto acting = acting_on(in.bill_id, in.signatures, tx);
  if (!acting) return acting.error();
  if (acting->act.repeated) return acting->unchanged("ebl.RejectHolder");
  const Bill& bill = acting->bill;
  if (bill.holder != acting->actor) return refuse(Code::ebl_not_holder, "B63");

  // check: the last hop gave it the bill, and possession only
  if (const auto rests = is_at_rest(bill); !rests) return rests.error();
  if (!bill.prev_holder) return refuse(Code::ebl_nothing_to_reject, "B67");
  if (bill.owner == bill.holder) return refuse(Code::ebl_dual_role_rejection_required, "B68");

  // apply and emit
  return advance(tx.ledger, possession_rejected(bill),
                 acting->move(tx, "REJECTED_HOLDER", bill.prev_holder), "ebl.RejectHolder");
}

/// RejectBoth: who was given title and possession at once gives both back. Rules: B63 to B67.
Result<Changes> reject_both(const OnBill& in, const Context& tx) {
  // authorise: holder and owner in one person
  const auto acting = acting_on(in.bill_id, in.signatures, tx);
  if (!acting) return acting.error();
  if (acting->act.repeated) return acting->unchanged("ebl.RejectBoth");
  const Bill& bill = acting->bill;
  if (bill.holder != acting->actor) return refuse(Code::ebl_not_holder, "B63");
  if (bill.owner != acting->actor) return refuse(Code::ebl_not_entitled, "B64");

  // check: the last hop gave it both
  if (const auto rests = is_at_rest(bill); !rests) return rests.error();
  if (!bill.prev_owner || !bill.prev_holder) return refuse(Code::ebl_nothing_to_reject, "B67");

  // apply
  Move move = acting->move(tx, "REJECTED_BOTH", bill.prev_holder);
  move.new_owner = bill.prev_owner;

  // emit
  return advance(tx.ledger, possession_rejected(title_rejected(bill)), move, "ebl.RejectBoth");
}

}  // namespace tradelane::ebl
