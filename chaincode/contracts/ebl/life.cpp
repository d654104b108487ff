// SPDX-License-Identifier: Apache-2.0
#include "chaincode/contracts/ebl/acting.hpp"
#include "chaincode/contracts/ebl/keys.hpp"
#include "chaincode/contracts/ebl/verbs.hpp"

namespace tradelane::ebl {
namespace {

constexpr std::int64_t most_document_bytes = std::int64_t{16} * 1024 * 1024;
constexpr std::size_t longest_media_type = 100;
constexpr std::int64_t longest_remark = 255;

/// Holder, owner, carrier, and the bank that has the bill as security.
bool is_concerned(const Bill& bill, const PartyId& who) {
  const bool is_pledgee = bill.pledge && bill.pledge->pledgee == who;
  return who == bill.holder || who == bill.owner || who == bill.issuer || is_pledgee;
}

}  // namespace

/// Sign: the holder confirms that it has the bill, and with that has taken it. Rules: README.md,
/// B71 and B72.
Result<Changes> sign(const OnBill& in, const Context& tx) {
  // authorise: the holder
  const auto acting = acting_on(in.bill_id, in.signatures, tx);
  if (!acting) return acting.error();
  if (acting->act.repeated) return acting->unchanged("ebl.Sign");
  const Bill& bill = acting->bill;
  if (bill.holder != acting->actor) return refuse(Code::ebl_not_holder, "B71");

  // check: at rest
  if (bill.status != Status::issued) return refuse(Code::ebl_state, "B72");

  // apply
  Bill next = bill;
  next.prev_holder.reset();
  if (bill.owner == bill.holder) next.prev_owner.reset();

  // emit
  return advance(tx.ledger, std::move(next), acting->move(tx, "SIGN"), "ebl.Sign");
}

/// AttachDocument: the holder adds a document that goes along with the bill; the ledger keeps no
/// more than its commitment, size and type. Rules: B71 to B74.
Result<Changes> attach_document(const AttachDocument& in, const Context& tx) {
  // authorise: the holder
  const auto acting = acting_on(in.bill_id, in.signatures, tx);
  if (!acting) return acting.error();
  if (acting->act.repeated) return acting->unchanged("ebl.AttachDocument");
  const Bill& bill = acting->bill;
  if (bill.holder != acting->actor) return refuse(Code::ebl_not_holder, "B71");

  // check: at rest, not too large, and nothing else under this commitment
  if (bill.status != Status::issued) return refuse(Code::ebl_state, "B72");
  if (in.size < 1 || in.size > most_document_bytes)
    return refuse(Code::ebl_size, "B73").with_at("/size");
  if (in.media_type.empty() || in.media_type.size() > longest_media_type)
    return refuse(Code::ebl_size, "B73").with_at("/mediaType");
  const auto place = key::document(in.bill_id, in.document);
  if (const auto& old = tx.ledger.find(place)) {
    if (old->size != in.size || old->media_type != in.media_type)
      return refuse(Code::ebl_hash_mismatch, "B74");
    return acting->unchanged("ebl.AttachDocument");
  }

  // apply
  Move move = acting->move(tx, "DOCUMENT_ATTACHED");
  move.payload = in.document;

  // emit
  return advance(tx.ledger, bill, move, "ebl.AttachDocument")
      .put(place, AttachedDocument{.size = in.size,
                                   .media_type = in.media_type,
                                   .by = acting->actor,
                                   .at = contract::later(bill.at, tx.time)});
}

/// AddRemark: whom the bill concerns says something to it; the ledger keeps the commitment. Rules:
/// B75 and B76.
Result<Changes> add_remark(const AddRemark& in, const Context& tx) {
  // authorise: whom it concerns
  const auto acting = acting_on(in.bill_id, in.signatures, tx);
  if (!acting) return acting.error();
  if (acting->act.repeated) return acting->unchanged("ebl.AddRemark");
  const Bill& bill = acting->bill;
  if (!is_concerned(bill, acting->actor)) return refuse(Code::ebl_not_entitled, "B75");

  // check: as long as DCSA's comments are
  if (in.length < 1 || in.length > longest_remark)
    return refuse(Code::ebl_size, "B76").with_at("/length");

  // apply
  Move move = acting->move(tx, "REMARK");
  move.comment = in.comment;

  // emit
  return advance(tx.ledger, bill, move, "ebl.AddRemark");
}

}  // namespace tradelane::ebl
