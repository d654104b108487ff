// SPDX-License-Identifier: Apache-2.0
#include "chaincode/contracts/ebl/acting.hpp"
#include "chaincode/contracts/ebl/hops.hpp"
#include "chaincode/contracts/ebl/verbs.hpp"

namespace tradelane::ebl {

/// Nominate: an owner that does not hold the bill says to whom the holder may endorse it. Rules:
/// README.md, B50, B53 to B59.
Result<Changes> nominate(const Nominate& in, const Context& tx) {
  // authorise: the owner
  const auto acting = acting_on(in.bill_id, in.signatures, tx);
  if (!acting) return acting.error();
  if (acting->act.repeated) return acting->unchanged("ebl.Nominate");
  const Bill& bill = acting->bill;
  if (bill.owner != acting->actor) return refuse(Code::ebl_not_entitled, "B50");

  // check: a bill that can be endorsed, to somebody new
  if (const auto open = may_be_endorsed(bill); !open) return open.error();
  if (in.nominee)
    if (const auto able = may_receive(*in.nominee, "B57", tx); !able) return able.error();
  if (in.nominee == bill.owner) return refuse(Code::ebl_already_owner, "B58");
  if (in.nominee == bill.nominee) return refuse(Code::ebl_already_nominated, "B59");

  // apply: the owner has acted on its title, and on possession if it has that as well
  Bill next = bill;
  next.nominee = in.nominee;
  next.prev_owner.reset();
  if (bill.owner == bill.holder) next.prev_holder.reset();

  // emit
  return advance(tx.ledger, std::move(next), acting->move(tx, "NOMINATED", in.nominee),
                 "ebl.Nominate");
}

}  // namespace tradelane::ebl
