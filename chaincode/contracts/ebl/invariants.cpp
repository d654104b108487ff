// SPDX-License-Identifier: Apache-2.0
#include "chaincode/contracts/ebl/keys.hpp"
#include "chaincode/contracts/ebl/verbs.hpp"
#include "chaincode/crypto/digest.hpp"

namespace tradelane::ebl {
namespace {

bool bill_keeps_itself(const std::optional<Bill>& before, const std::optional<Bill>& after) {
  if (!after) return false;
  if (!before) return after->seq == 1 && after->status == Status::issued;
  return after->id == before->id && after->issuer == before->issuer &&
         after->kind == before->kind && after->issuance == before->issuance &&
         after->facts == before->facts && after->seq == before->seq + 1 && before->at <= after->at;
}

/// Nothing endorses a bill yet, so the title stays with the party it was issued to the order of.
bool title_stays(const std::optional<Bill>& before, const std::optional<Bill>& after) {
  return !before || !after || before->owner == after->owner;
}

bool surrendered_is_final(const std::optional<Bill>& before, const std::optional<Bill>&) {
  return !before || before->status != Status::surrendered;
}

/// Locked: neither holder nor owner changes, nothing is pending, nothing is surrendered.
bool pledged_stays_put(const std::optional<Bill>& before, const std::optional<Bill>& after) {
  if (!after || !after->pledge) return true;
  if (after->status != Status::issued || after->pending_to || after->surrender) return false;
  return !before || (after->holder == before->holder && after->owner == before->owner &&
                     (!before->pledge || before->pledge->pledgee == after->pledge->pledgee));
}

bool pending_is_told(const std::optional<Bill>&, const std::optional<Bill>& after) {
  if (!after) return true;
  if ((after->status == Status::transfer_pending) != after->pending_to.has_value()) return false;
  switch (after->status) {
    case Status::issued:
    case Status::transfer_pending:
      return !after->surrender;
    case Status::surrender_pending:
    case Status::surrendered:
    case Status::amendment_pending:
    case Status::amendment_surrendered:
      return after->surrender.has_value();
    case Status::voided:
    case Status::converted_to_paper:
    case Status::split:
    case Status::merged:
      return true;  // as it was when it ended
  }
  return false;
}

/// Possession moves only where a transfer says so: at once, or by the recipient's acceptance.
bool holder_moves_by_transfer(const std::optional<Bill>& before, const std::optional<Bill>& after) {
  if (!before || !after || before->holder == after->holder) return true;
  const bool accepted =
      before->status == Status::transfer_pending && before->pending_to == after->holder;
  const bool at_once =
      before->status == Status::issued && before->acceptance == Acceptance::immediate;
  return (accepted || at_once) && after->prev_holder == before->holder;
}

bool step_is_final(const std::optional<Step>& before, const std::optional<Step>& after) {
  return !before && after;
}

bool reference_answers_once(const std::optional<SurrenderRef>& before,
                            const std::optional<SurrenderRef>& after) {
  if (!after) return false;
  if (!before) return !after->answer;
  return before->bill == after->bill && !before->answer && after->answer;
}

/// Every change of a bill has its step, linked to the one before.
bool chain_is_linked(const contract::ChangeSet& set) {
  for (const auto& change : set.of<Bill>("EBL")) {
    if (!change.after) return false;
    const auto step = set.after(key::step(change.after->id, change.after->seq));
    if (!step || change.after->head_hash != crypto::sha256_hex(encode_record(*step))) return false;
    const auto expected = change.before ? std::optional(change.before->head_hash) : std::nullopt;
    if (step->prev_hash != expected) return false;
  }
  return true;
}

}  // namespace

std::vector<contract::Invariant> invariants() {
  using contract::on_each;
  std::vector<contract::Invariant> all{
      on_each<Bill>("BI1", "EBL", bill_keeps_itself),
      on_each<Bill>("BI2", "EBL", title_stays),
      on_each<Bill>("BI3", "EBL", surrendered_is_final),
      on_each<Bill>("BI4", "EBL", pledged_stays_put),
      on_each<Bill>("BI5", "EBL", pending_is_told),
      on_each<Bill>("BI6", "EBL", holder_moves_by_transfer),
      on_each<Step>("BI7", "EBLTX", step_is_final),
      on_each<SurrenderRef>("BI8", "SURREF", reference_answers_once),
      {.id = "BI9", .holds = chain_is_linked}};
  for (const auto& part : {invariants_surrender(), invariants_shape()})
    all.insert(all.end(), part.begin(), part.end());
  return all;
}

}  // namespace tradelane::ebl
