// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "chaincode/contracts/ebl/acting.hpp"
#include "chaincode/contracts/ebl/keys.hpp"
#include "chaincode/contracts/ebl/verbs.hpp"

namespace tradelane::ebl {
namespace {

constexpr std::ptrdiff_t longest_reference = 100;

/// 1 to 100 characters, each of which can be part of a key.
bool is_reference(const std::string& text) {
  const auto characters = std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;  // no continuation of UTF-8
  });
  return characters > 0 && characters <= longest_reference && ledger::fits_a_key(text);
}

/// Possession in the requester's hand, and beside it what each kind of bill asks for: the title of
/// a bill to order, nothing of one to bearer; a straight bill also goes back from its first holder,
/// the shipper (ebl.md 2.5).
Result<> check_entitled(const Bill& bill, const PartyId& actor, const Context& tx) {
  if (bill.holder != actor) return refuse(Code::ebl_not_holder, "B28");
  if (bill.kind == Kind::blank || bill.owner == actor) return Done{};
  if (bill.kind == Kind::straight && tx.ledger.find(key::step(bill.id, 1))->recipient == actor)
    return Done{};
  return refuse(Code::ebl_not_entitled, "B29");
}

Result<> check_request(const RequestSurrender& in, const Bill& bill, const Context& tx) {
  if (bill.status != Status::issued) return refuse(Code::ebl_state, "B30");
  if (bill.pledge) return refuse(Code::ebl_pledged, "B31");
  if (!is_reference(in.reference))
    return refuse(Code::arg_malformed, "B32").with_at("/surrenderRequestReference");
  if ((in.code == SurrenderCode::for_amendment) != in.reason.has_value())
    return refuse(Code::arg_malformed, "B115").with_at("/reasonCode");
  if (tx.ledger.exists(key::surrender(in.reference))) return refuse(Code::ebl_ref_reused, "B33");
  return Done{};
}

/// What could be rejected or nominated before is over with an onward act (ebl.md 3 row 9).
Bill settled(Bill bill) {
  bill.prev_holder.reset();
  bill.prev_owner.reset();
  bill.nominee.reset();
  return bill;
}

bool is_waiting(const Bill& bill) {
  return bill.status == Status::surrender_pending || bill.status == Status::amendment_pending;
}

}  // namespace

/// RequestSurrender: the bill goes back to the carrier, for the goods or to be amended. Rules:
/// README.md, B28 to B33 and B115.
Result<Changes> request_surrender(const RequestSurrender& in, const Context& tx) {
  // authorise: possession, and what the kind of bill asks for
  const auto acting = acting_on(in.bill_id, in.signatures, tx);
  if (!acting) return acting.error();
  if (acting->act.repeated) return acting->unchanged("ebl.RequestSurrender");
  const Bill& bill = acting->bill;
  if (const auto able = check_entitled(bill, acting->actor, tx); !able) return able.error();

  // check: at rest, unpledged, under a reference of its own
  if (const auto sound = check_request(in, bill, tx); !sound) return sound.error();

  // apply
  const bool to_amend = in.code == SurrenderCode::for_amendment;
  Bill next = settled(bill);
  next.status = to_amend ? Status::amendment_pending : Status::surrender_pending;
  next.surrender =
      Surrender{.ref = in.reference, .code = std::string(text_of(in.code)), .by = acting->actor};
  if (in.reason) next.surrender->reason = std::string(text_of(*in.reason));

  // emit
  Move move = acting->move(tx, to_amend ? "SURRENDER_FOR_AMENDMENT" : "SURRENDER_FOR_DELIVERY",
                           bill.issuer);
  move.reason_code = next.surrender->reason;
  move.comment = in.comment;
  const SurrenderRef reference{.bill = in.bill_id, .code = next.surrender->code};
  return advance(tx.ledger, std::move(next), move, "ebl.RequestSurrender")
      .put(key::surrender(in.reference), reference);
}

/// CancelSurrender: who asked for it thinks again before the carrier has answered. Rules: B116 and
/// B117.
Result<Changes> cancel_surrender(const OnBill& in, const Context& tx) {
  // authorise: the requester
  const auto acting = acting_on(in.bill_id, in.signatures, tx);
  if (!acting) return acting.error();
  if (acting->act.repeated) return acting->unchanged("ebl.CancelSurrender");
  const Bill& bill = acting->bill;
  if (!is_waiting(bill)) return refuse(Code::ebl_state, "B116");
  if (bill.surrender->by != acting->actor) return refuse(Code::ebl_not_entitled, "B117");

  // apply: the reference is used up all the same
  Bill next = bill;
  next.status = Status::issued;
  next.surrender.reset();

  // emit
  return advance(tx.ledger, std::move(next), acting->move(tx, "SURRENDER_CANCELLED", bill.issuer),
                 "ebl.CancelSurrender");
}

/// AnswerSurrender: the carrier takes the bill, or gives it back. Rules: B34 to B36 and B118.
Result<Changes> answer_surrender(const AnswerSurrender& in, const Context& tx) {
  // authorise: the carrier that issued it
  const auto acting = acting_after_all(in.bill_id, in.signatures, tx);
  if (!acting) return acting.error();
  if (acting->act.repeated) return acting->unchanged("ebl.AnswerSurrender");
  const Bill& bill = acting->bill;
  if (bill.issuer != acting->actor) return refuse(Code::ebl_not_entitled, "B34");

  // check: a reference that waits for this answer
  const auto reference = tx.ledger.find(key::surrender(in.reference));
  if (reference && reference->bill == in.bill_id && reference->answer)
    return refuse(Code::ebl_already_answered, "B35");
  if (!is_waiting(bill) || bill.surrender->ref != in.reference)
    return refuse(Code::ebl_state, "B36");
  const bool is_taken = in.answer == SurrenderAnswer::surrendered;
  if (!is_taken && !in.comment)
    return refuse(Code::ebl_comment_required, "B118").with_at("/comment");

  // apply
  const bool to_amend = bill.status == Status::amendment_pending;
  Bill next = settled(bill);
  next.status = !is_taken  ? Status::issued
                : to_amend ? Status::amendment_surrendered
                           : Status::surrendered;
  if (!is_taken) next.surrender.reset();
  SurrenderRef answered = *reference;
  answered.answer = in.answer;

  // emit
  Move move = acting->move(tx, is_taken ? "SACC" : "SREJ", bill.surrender->by);
  move.comment = in.comment;
  return advance(tx.ledger, std::move(next), move, "ebl.AnswerSurrender")
      .put(key::surrender(in.reference), answered);
}

}  // namespace tradelane::ebl
