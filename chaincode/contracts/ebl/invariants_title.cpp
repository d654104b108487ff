// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "chaincode/contracts/ebl/changed_bills.hpp"
#include "chaincode/contracts/ebl/effects.hpp"

namespace tradelane::ebl {
namespace {

using contract::ChangeSet;

bool is_one_of(const std::string& code, std::initializer_list<const char*> codes) {
  return std::any_of(codes.begin(), codes.end(), [&](const char* one) { return code == one; });
}

/// Who waits is told, and nobody else.
bool pending_is_told(const Bill& bill) {
  const bool is_pending = bill.status == Status::transfer_pending;
  if (is_pending != bill.pending_to.has_value()) return false;
  if (!is_pending && (bill.pending_owner || bill.transfer_expires)) return false;
  switch (bill.status) {
    case Status::issued:
    case Status::transfer_pending:
      return !bill.surrender;
    case Status::surrender_pending:
    case Status::surrendered:
    case Status::amendment_pending:
    case Status::amendment_surrendered:
      return bill.surrender.has_value();
    case Status::voided:
    case Status::converted_to_paper:
    case Status::split:
    case Status::merged:
      return true;  // as it was when it ended
  }
  return false;
}

std::optional<PartyId> holder_of(const Bill& bill) {
  if (is_terminal(bill.status)) return std::nullopt;
  return bill.holder;
}

/// The index names the holder and nobody else, wherever that has changed.
bool index_moves_along(const ChangeSet& set, const contract::Change<Bill>& change) {
  const auto now = holder_of(*change.after);
  const auto before = change.before ? holder_of(*change.before) : std::nullopt;
  if (now == before) return true;
  const BillId& id = change.after->id;
  if (now && !set.after(key::held(*now, id))) return false;
  return !before || !set.after(key::held(*before, id));
}

/// I1: a bill is never erased, keeps id and issuer, and has one holder whom everybody can see.
bool has_one_holder(const ChangeSet& set) {
  return set.each<Bill>("EBL", [&](const contract::Change<Bill>& change) {
    if (!change.after || !pending_is_told(*change.after)) return false;
    const auto& before = change.before;
    if (before && (before->id != change.after->id || before->issuer != change.after->issuer))
      return false;
    return index_moves_along(set, change);
  });
}

/// I2: the title passes by an act that says so, and to bearer it is the holder's.
bool has_an_owner(const ChangeSet& set) {
  return each_bill(set, [](const ChangedBill& bill) {
    const auto& [before, after, step] = bill;
    if (after.kind == Kind::blank && after.owner != after.holder) return false;
    if (!before || before->owner == after.owner) return true;
    if (before->kind == Kind::blank && after.kind == Kind::blank) return true;
    if (is_one_of(step.action_code, {"REJECTED_OWNER", "REJECTED_BOTH"}))
      return before->prev_owner == after.owner;
    if (step.action_code == "PLEDGE_ENFORCED")
      return before->pledge && before->pledge->pledgee == after.owner;
    if (before->closed) return false;
    const bool is_immediate = before->owner == before->holder;
    const bool was_agreed = before->pending_owner == after.owner;
    return is_immediate || was_agreed || before->nominee == after.owner;
  });
}

/// I3: a straight bill is never endorsed and belongs to its consignee; no bill changes its kind but
/// by an endorsement in blank.
bool straight_stays(const ChangeSet& set) {
  return each_bill(set, [](const ChangedBill& bill) {
    const auto& [before, after, step] = bill;
    if (after.kind == Kind::straight &&
        is_one_of(step.action_code, {"NOMINATED", "ENDORSE", "ENDORSE_TO_ORDER", "BLANK_ENDORSE",
                                     "TRANSFER_OWNERS", "TRANSFER_OWNERS_OFFERED"}))
      return false;
    if (!before) return true;
    if (before->kind == Kind::straight && before->owner != after.owner) return false;
    if (before->kind == after.kind) return true;
    return before->kind == Kind::order && after.kind == Kind::blank &&
           step.action_code == "BLANK_ENDORSE";
  });
}

/// I4: the issue is the first step of a bill, and of that alone.
bool is_issued_once(const ChangeSet& set) {
  return each_bill(set, [](const ChangedBill& bill) {
    const bool is_issue = bill.step.action_code == "ISSUE";
    if (bill.before) return !is_issue;
    return is_issue && bill.after.status == Status::issued && bill.after.seq == 1;
  });
}

/// Only from offered to accepted, and there only into the pledgee's hands.
bool holder_may_change(const Bill& before, const Bill& after) {
  if (before.holder == after.holder) return true;
  return before.pledge && before.pledge->state == PledgeState::offered &&
         after.pledge->state == PledgeState::accepted &&
         after.pledge->possession == Possession::pledgee && after.holder == after.pledge->pledgee;
}

/// While it is there.
bool pledge_locks(const std::optional<Bill>& before, const Bill& after) {
  if (after.status != Status::issued || after.pending_to || after.surrender) return false;
  if (!before) return true;
  if (before->owner != after.owner || !holder_may_change(*before, after)) return false;
  if (!before->pledge) return after.pledge->state == PledgeState::offered;
  return before->pledge->pledgee == after.pledge->pledgee &&
         before->pledge->loan == after.pledge->loan &&
         before->pledge->possession == after.pledge->possession &&
         before->pledge->state <= after.pledge->state;
}

/// When it goes: the pledgee lets go or enforces, or an offer is withdrawn.
bool pledge_ends_rightly(const Bill& before, const Step& step) {
  if (step.action_code == "PLEDGE_ENFORCED")
    return step.actor == before.pledge->pledgee && before.pledge->notice_at;
  if (step.action_code != "PLEDGE_RELEASED") return false;
  return step.actor == before.pledge->pledgee || before.pledge->state == PledgeState::offered;
}

/// I5: a bill has one pledge at the most; pledged, it stays where it is without the pledgee.
bool pledge_holds(const ChangeSet& set) {
  return each_bill(set, [](const ChangedBill& bill) {
    if (bill.after.pledge) return pledge_locks(bill.before, bill.after);
    return !bill.before || !bill.before->pledge || pledge_ends_rightly(*bill.before, bill.step);
  });
}

/// I7: a bill whose title has ended never changes again, but for the packages handed out.
bool end_is_final(const ChangeSet& set) {
  return set.each<Bill>("EBL", [](const contract::Change<Bill>& change) {
    if (!change.before || !change.after) return true;
    const Bill& before = *change.before;
    Bill after = *change.after;
    const bool is_delivery = before.status == Status::surrendered;
    if (before.delivered != after.delivered && !is_delivery) return false;
    if (!is_terminal(before.status)) return true;
    if (!is_delivery || after.delivered <= before.delivered) return false;
    after.delivered = before.delivered;
    after.seq = before.seq;
    after.at = before.at;
    after.head_hash = before.head_hash;
    after.last_act = before.last_act;
    return after == before;
  });
}

/// I9: document and facts are those that it was issued with.
bool document_stays(const ChangeSet& set) {
  return set.each<Bill>("EBL", [](const contract::Change<Bill>& change) {
    if (!change.before || !change.after) return true;
    return change.before->issuance == change.after->issuance &&
           change.before->facts == change.after->facts &&
           change.before->legal_basis == change.after->legal_basis;
  });
}

/// One of the two rights: what was, what is, and whether this step may be rejected.
struct Hop {
  const PartyId& before;
  const PartyId& after;
  const std::optional<PartyId>& prev_before;
  const std::optional<PartyId>& prev_after;
  bool can_be_rejected = false;
};

bool hop_is_fresh(const Hop& hop, const Step& step) {
  if (!hop.prev_after) return true;
  if (hop.before != hop.after) return hop.can_be_rejected && hop.prev_after == hop.before;
  // It has stayed: then whoever received it has not used it. To take the bill in hand, or not, is
  // no use of the title.
  const bool is_use =
      !is_one_of(step.action_code, {"REMARK", "DOCUMENT_ATTACHED", "TRANSFER_DECLINED"}) &&
      step.recipient != step.actor;
  return hop.prev_after == hop.prev_before && !(is_use && step.actor == hop.after);
}

/// I11: what can be rejected is the last hop, as long as its receiver has done nothing since.
bool only_last_hop_is_open(const ChangeSet& set) {
  return each_bill(set, [](const ChangedBill& bill) {
    const auto& [before, after, step] = bill;
    if (!before) return !after.prev_holder && !after.prev_owner;
    const std::string& code = step.action_code;
    const bool moves = is_one_of(code, {"TRANSFER", "TRANSFER_OWNERS"});
    const bool endorses = moves || is_one_of(code, {"ENDORSE", "ENDORSE_TO_ORDER"});
    return hop_is_fresh({.before = before->holder,
                         .after = after.holder,
                         .prev_before = before->prev_holder,
                         .prev_after = after.prev_holder,
                         .can_be_rejected = moves},
                        step) &&
           hop_is_fresh({.before = before->owner,
                         .after = after.owner,
                         .prev_before = before->prev_owner,
                         .prev_after = after.prev_owner,
                         .can_be_rejected = endorses},
                        step);
  });
}

}  // namespace

std::vector<contract::Invariant> invariants_title() {
  return {{.id = "I1", .holds = has_one_holder}, {.id = "I2", .holds = has_an_owner},
          {.id = "I3", .holds = straight_stays}, {.id = "I4", .holds = is_issued_once},
          {.id = "I5", .holds = pledge_holds},   {.id = "I7", .holds = end_is_final},
          {.id = "I9", .holds = document_stays}, {.id = "I11", .holds = only_last_hop_is_open}};
}

}  // namespace tradelane::ebl
