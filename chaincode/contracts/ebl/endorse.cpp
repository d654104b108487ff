// SPDX-License-Identifier: Apache-2.0
#include "chaincode/contracts/ebl/acting.hpp"
#include "chaincode/contracts/ebl/hops.hpp"
#include "chaincode/contracts/ebl/verbs.hpp"

namespace tradelane::ebl {
namespace {

/// The holder endorses its own title, or that of an owner that has nominated exactly this party.
Result<> may_endorse_to(const Bill& bill, const PartyId& to) {
  if (bill.owner != bill.holder && bill.nominee != to)
    return refuse(Code::ebl_invalid_nominee, "B60");
  if (bill.owner == to) return refuse(Code::ebl_already_owner, "B61");
  return Done{};
}

enum class Onward { yes, no };

Result<Changes> endorse_by_name(const Endorsement& in, const Context& tx, Onward onward) {
  const std::string verb = onward == Onward::yes ? "EndorseToOrder" : "Endorse";
  // authorise: the holder
  const auto acting = acting_on(in.bill_id, in.signatures, tx);
  if (!acting) return acting.error();
  if (acting->act.repeated) return acting->unchanged("ebl." + verb);
  const Bill& bill = acting->bill;
  if (bill.holder != acting->actor) return refuse(Code::ebl_not_holder, "B51");

  // check: a bill that can be endorsed, to somebody who may own it
  if (const auto open = may_be_endorsed(bill); !open) return open.error();
  if (const auto able = may_receive(in.to, "B57", tx); !able) return able.error();
  if (const auto entitled = may_endorse_to(bill, in.to); !entitled) return entitled.error();

  // apply: the title passes, possession stays
  Bill next = endorsed(bill, in.to);
  next.closed = onward == Onward::no;

  // emit
  const char* action = onward == Onward::yes ? "ENDORSE_TO_ORDER" : "ENDORSE";
  return advance(tx.ledger, std::move(next), acting->move(tx, action, in.to), "ebl." + verb);
}

}  // namespace

/// Endorse: the title passes to a party that cannot endorse it on. Rules: README.md, B51, B53 to
/// B57, B60 and B61.
Result<Changes> endorse(const Endorsement& in, const Context& tx) {
  return endorse_by_name(in, tx, Onward::no);
}

/// EndorseToOrder: the title passes to a party that may endorse it on. The same rules.
Result<Changes> endorse_to_order(const Endorsement& in, const Context& tx) {
  return endorse_by_name(in, tx, Onward::yes);
}

/// BlankEndorse: from now on the bill belongs to whoever has it. Rules: B51 to B56.
Result<Changes> blank_endorse(const OnBill& in, const Context& tx) {
  // authorise: possession and title in one hand
  const auto acting = acting_on(in.bill_id, in.signatures, tx);
  if (!acting) return acting.error();
  if (acting->act.repeated) return acting->unchanged("ebl.BlankEndorse");
  const Bill& bill = acting->bill;
  if (bill.holder != acting->actor) return refuse(Code::ebl_not_holder, "B51");
  if (bill.owner != acting->actor) return refuse(Code::ebl_not_entitled, "B52");

  // check
  if (const auto open = may_be_endorsed(bill); !open) return open.error();

  // apply
  Bill next = settled(bill);
  next.kind = Kind::blank;
  next.nominee.reset();

  // emit
  return advance(tx.ledger, std::move(next), acting->move(tx, "BLANK_ENDORSE"), "ebl.BlankEndorse");
}

/// TransferOwners: title and possession pass in one act, or wait together for the new holder's
/// acceptance, so that nobody loses one without the other. Rules: B51, B53 to B57, B60, B61, B13
/// and B69.
Result<Changes> transfer_owners(const TransferOwners& in, const Context& tx) {
  // authorise: the holder
  const auto acting = acting_on(in.bill_id, in.signatures, tx);
  if (!acting) return acting.error();
  if (acting->act.repeated) return acting->unchanged("ebl.TransferOwners");
  const Bill& bill = acting->bill;
  if (bill.holder != acting->actor) return refuse(Code::ebl_not_holder, "B51");

  // check: a bill that can be endorsed, to a new owner and a new holder
  if (const auto open = may_be_endorsed(bill); !open) return open.error();
  for (const PartyId& id : {in.owner, in.holder})
    if (const auto able = may_receive(id, "B57", tx); !able) return able.error();
  if (const auto entitled = may_endorse_to(bill, in.owner); !entitled) return entitled.error();
  if (in.holder == bill.holder) return refuse(Code::ebl_recipient_already_holder, "B13");
  if (const auto sound = check_limit(bill, in.expires, tx); !sound) return sound.error();
  const bool at_once = bill.acceptance == Acceptance::immediate;
  auto document = at_once ? document_if_sent(in.holder, bill, tx) : Result<Changes>(Changes{});
  if (!document) return document.error();

  // apply
  Bill next = at_once
                  ? handed_over(endorsed(bill, in.owner), in.holder)
                  : offered(bill, {.holder = in.holder, .owner = in.owner, .expires = in.expires});

  // emit
  const char* action = at_once ? "TRANSFER_OWNERS" : "TRANSFER_OWNERS_OFFERED";
  Move move = acting->move(tx, action, in.holder);
  move.new_owner = in.owner;
  return advance(tx.ledger, std::move(next), move, "ebl.TransferOwners")
      .merge(std::move(*document));
}

}  // namespace tradelane::ebl
