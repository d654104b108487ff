// SPDX-License-Identifier: Apache-2.0
#include "chaincode/contracts/ebl/acting.hpp"
#include "chaincode/contracts/ebl/verbs.hpp"

namespace tradelane::ebl {

/// RecordDelivery: the carrier notes how many packages it has handed out for the surrendered bill,
/// all at once or in parts. Rules: README.md, B81 to B84.
Result<Changes> record_delivery(const RecordDelivery& in, const Context& tx) {
  // authorise: the carrier that issued it
  const auto acting = acting_after_all(in.bill_id, in.signatures, tx);
  if (!acting) return acting.error();
  if (acting->act.repeated) return acting->unchanged("ebl.RecordDelivery");
  const Bill& bill = acting->bill;
  if (bill.issuer != acting->actor) return refuse(Code::ebl_not_entitled, "B81");

  // check: surrendered for delivery, more than before, and no more than the bill covers
  if (bill.status != Status::surrendered) return refuse(Code::ebl_state, "B82");
  if (in.delivered <= bill.delivered)
    return refuse(Code::arg_malformed, "B83").with_at("/delivered");
  const auto facts = tx.openings.take<BillFacts>(bill.facts, "facts");
  if (!facts) return facts.error();
  if (in.delivered > facts->packages)
    return refuse(Code::ebl_over_delivery, "B84").with_at("/delivered");

  // apply
  Bill next = bill;
  next.delivered = in.delivered;
  Move move = acting->move(tx, "DELIVERED", bill.holder);
  move.packages = in.delivered - bill.delivered;

  // emit
  return advance(tx.ledger, std::move(next), move, "ebl.RecordDelivery");
}

}  // namespace tradelane::ebl
