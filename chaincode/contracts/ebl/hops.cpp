// SPDX-License-Identifier: Apache-2.0
#include "chaincode/contracts/ebl/hops.hpp"

namespace tradelane::ebl {
namespace {

/// Possession is passed on. Where title and possession are in one hand, that hand has used both.
Bill possession_used(Bill bill) {
  if (bill.owner == bill.holder) bill.prev_owner.reset();
  bill.prev_holder.reset();
  return bill;
}

}  // namespace

Bill endorsed(Bill bill, const PartyId& to) {
  bill.prev_holder.reset();
  bill.prev_owner = bill.owner;
  bill.owner = to;
  bill.nominee.reset();
  return bill;
}

Bill handed_over(Bill bill, const PartyId& to) {
  bill = possession_used(std::move(bill));
  if (bill.kind == Kind::blank) {
    bill.prev_owner = bill.owner;
    bill.owner = to;
  }
  bill.prev_holder = bill.holder;
  bill.holder = to;
  return bill;
}

Bill offered(Bill bill, const Offer& offer) {
  bill = possession_used(std::move(bill));
  if (offer.owner) bill.prev_owner.reset();
  bill.status = Status::transfer_pending;
  bill.pending_to = offer.holder;
  bill.pending_owner = offer.owner;
  bill.transfer_expires = offer.expires;
  return bill;
}

Bill taken(Bill bill) {
  const PartyId recipient = *bill.pending_to;
  const auto owner = bill.pending_owner;
  bill = withdrawn(std::move(bill));
  if (owner) bill = endorsed(std::move(bill), *owner);
  return handed_over(std::move(bill), recipient);
}

Bill withdrawn(Bill bill) {
  bill.status = Status::issued;
  bill.pending_to.reset();
  bill.pending_owner.reset();
  bill.transfer_expires.reset();
  return bill;
}

Bill title_rejected(Bill bill) {
  bill.owner = *bill.prev_owner;
  bill.prev_owner.reset();
  bill.nominee.reset();
  // Whoever could endorse before can do so again.
  bill.closed = false;
  return bill;
}

Bill possession_rejected(Bill bill) {
  bill.holder = *bill.prev_holder;
  bill.prev_holder.reset();
  return bill;
}

Bill settled(Bill bill) {
  bill.prev_holder.reset();
  bill.prev_owner.reset();
  return bill;
}

}  // namespace tradelane::ebl
