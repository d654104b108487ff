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

}  // namespace

/// RequestSurrender: the holder of the title gives the bill back for the goods. Rules: README.md,
/// B28 to B33.
Result<Changes> request_surrender(const RequestSurrender& in, const Context& tx) {
  // authorise: possession and title in one hand
  const auto acting = acting_on(in.bill_id, in.signatures, tx);
  if (!acting) return acting.error();
  if (acting->act.repeated) return acting->unchanged("ebl.RequestSurrender");
  const Bill& bill = acting->bill;
  if (bill.holder != acting->actor) return refuse(Code::ebl_not_holder, "B28");
  if (bill.owner != acting->actor) return refuse(Code::ebl_not_entitled, "B29");

  // check: at rest, unpledged, under a reference of its own
  if (bill.status != Status::issued) return refuse(Code::ebl_state, "B30");
  if (bill.pledge) return refuse(Code::ebl_pledged, "B31");
  if (!is_reference(in.reference))
    return refuse(Code::arg_malformed, "B32").with_at("/surrenderRequestReference");
  if (tx.ledger.exists(key::surrender(in.reference))) return refuse(Code::ebl_ref_reused, "B33");

  // apply
  const std::string code{text_of(in.code)};
  Bill next = bill;
  next.status = Status::surrender_pending;
  next.surrender = Surrender{.ref = in.reference, .code = code, .by = acting->actor};

  // emit
  return advance(std::move(next), acting->move(tx, "SURRENDER_FOR_DELIVERY", bill.issuer),
                 "ebl.RequestSurrender")
      .put(key::surrender(in.reference), SurrenderRef{.bill = in.bill_id, .code = code});
}

/// AnswerSurrender: the carrier takes the bill, or gives it back. Rules: B34 to B36.
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
  if (bill.status != Status::surrender_pending || bill.surrender->ref != in.reference)
    return refuse(Code::ebl_state, "B36");

  // apply
  const bool taken = in.answer == SurrenderAnswer::surrendered;
  Bill next = bill;
  next.status = taken ? Status::surrendered : Status::issued;
  next.prev_holder.reset();
  if (!taken) next.surrender.reset();
  SurrenderRef answered = *reference;
  answered.answer = in.answer;

  // emit
  return advance(std::move(next), acting->move(tx, taken ? "SACC" : "SREJ", bill.surrender->by),
                 "ebl.AnswerSurrender")
      .put(key::surrender(in.reference), answered);
}

}  // namespace tradelane::ebl
