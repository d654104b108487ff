// SPDX-License-Identifier: Apache-2.0
#include "chaincode/contracts/ebl/acting.hpp"
#include "chaincode/contracts/ebl/verbs.hpp"

namespace tradelane::ebl {
namespace {

/// The pledgor has this long to pay. Ours: no source says more than that there is a notice.
constexpr std::int64_t notice_period_s = std::int64_t{14} * 86'400;

/// By the client's clock, which the server keeps to within minutes.
bool notice_has_passed(const Pledge& pledge, Timestamp now) {
  return pledge.notice_at && pledge.notice_at->plus_seconds(notice_period_s) <= now;
}

/// The pledgee says that it will take the bill.
Result<Changes> give_notice(const Acting& acting, const Context& tx) {
  if (acting.bill.pledge->notice_at) return refuse(Code::ebl_state, "B90");
  Bill next = acting.bill;
  next.pledge->notice_at = contract::later(acting.bill.at, tx.time);
  return advance(tx.ledger, std::move(next),
                 acting.move(tx, "ENFORCEMENT_NOTICE", acting.bill.owner), "ebl.EnforcePledge");
}

}  // namespace

/// EnforcePledge: the bank gives notice, and after its period the bill is the bank's. A pledge that
/// is bound to a loan is enforced with the loan only. Rules: README.md, B87 to B91.
Result<Changes> enforce_pledge(const EnforcePledge& in, const Context& tx) {
  // authorise: the pledgee of an accepted pledge
  const auto acting = acting_on(in.bill_id, in.signatures, tx);
  if (!acting) return acting.error();
  if (acting->act.repeated) return acting->unchanged("ebl.EnforcePledge");
  const Bill& bill = acting->bill;
  if (!bill.pledge || bill.pledge->state == PledgeState::offered)
    return refuse(Code::ebl_state, "B87");
  if (bill.pledge->pledgee != acting->actor) return refuse(Code::ebl_not_entitled, "B88");

  // check: not bound; notice first, and once; then only after its period
  if (bill.pledge->state == PledgeState::bound) return refuse(Code::ebl_pledge_bound, "B89");
  if (in.stage == Enforcement::notice) return give_notice(*acting, tx);
  if (!notice_has_passed(*bill.pledge, tx.time)) return refuse(Code::ebl_notice_period, "B91");
  auto document = document_for_caller(bill, tx);
  if (!document) return document.error();

  // apply
  Move move = acting->move(tx, "PLEDGE_ENFORCED", acting->actor);
  move.new_owner = acting->actor;

  // emit: the bank's organisation keeps the document from now on
  return advance(tx.ledger, enforced(bill), move, "ebl.EnforcePledge").merge(std::move(*document));
}

}  // namespace tradelane::ebl
