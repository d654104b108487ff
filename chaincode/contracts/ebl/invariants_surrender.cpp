// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "chaincode/contract/two_operators.hpp"
#include "chaincode/contracts/ebl/effects.hpp"
#include "chaincode/contracts/ebl/keys.hpp"
#include "chaincode/contracts/ebl/verbs.hpp"

namespace tradelane::ebl {
namespace {

using contract::ChangeSet;

/// Some decision of two operators is made in this very transaction.
bool is_decided_here(const ChangeSet& set) {
  const auto decisions = set.of<contract::OperatorDecision>("OPDECISION");
  return std::any_of(decisions.begin(), decisions.end(), [](const auto& change) {
    return change.after && change.after->second && *change.after->second != change.after->first;
  });
}

bool stop_changes(const std::optional<Safety>& before, const std::optional<Safety>& after) {
  if (!after || after->stopped == (before && before->stopped)) return false;
  return after->seq == (before ? before->seq : 0) + 1 && (!before || before->at <= after->at);
}

/// A stop is set and lifted in turn, by two operators, and never writes a bill.
bool stops_are_decided(const ChangeSet& set) {
  for (const char* type : {"EBLFREEZE", "EBLPAUSE"})
    for (const auto& change : set.of<Safety>(type))
      if (!stop_changes(change.before, change.after) || !is_decided_here(set) ||
          !set.of<Bill>("EBL").empty())
        return false;
  return true;
}

PartyId instead_of(const PartyId& id, const Recovery& recovery) {
  return id == recovery.lost ? recovery.replacement : id;
}

/// `after` is `before`, with the replacement in the lost party's place.
bool differs_in_the_lost_only(const Bill& before, const Bill& after, const Recovery& recovery) {
  auto pledge = before.pledge;
  if (pledge) pledge->pledgee = instead_of(pledge->pledgee, recovery);
  return after.holder == instead_of(before.holder, recovery) &&
         after.owner == instead_of(before.owner, recovery) && after.pledge == pledge &&
         after.issuer == before.issuer && after.kind == before.kind && after.seq == 1 &&
         after.closed == before.closed;
}

bool recovery_moves(const contract::Change<Recovery>& change, const ChangeSet& set) {
  if (!change.after) return false;
  const auto& before = change.before;
  const Recovery& after = *change.after;
  if (after.seq != (before ? before->seq : 0) + 1) return false;
  const auto bill = set.after(ledger::Key<Bill>("EBL", change.key));
  if (!bill) return false;
  if (after.state == RecoveryState::requested)
    return is_decided_here(set) && (!before || before->state == RecoveryState::cancelled) &&
           after.bill_seq == bill->seq && after.lost != after.replacement &&
           !(after.completes_after < after.at.plus_seconds(recovery_waits_s));
  if (!before || before->state != RecoveryState::requested || after.lost != before->lost ||
      after.replacement != before->replacement)
    return false;
  if (after.state == RecoveryState::cancelled) return !after.replaced_by;
  const auto next = after.replaced_by ? set.after(key::bill(*after.replaced_by)) : std::nullopt;
  return next && !(after.at < after.completes_after) && after.bill_seq == bill->seq &&
         differs_in_the_lost_only(*bill, *next, after);
}

/// A recovery is decided, waits, and leaves the lost bill alone.
bool recovery_is_orderly(const ChangeSet& set) {
  const auto recoveries = set.of<Recovery>("EBLRECOVERY");
  for (const auto& change : recoveries) {
    if (!recovery_moves(change, set)) return false;
    for (const auto& bill : set.of<Bill>("EBL"))
      if (bill.key == change.key) return false;
  }
  for (const auto& bill : set.of<Bill>("EBL")) {
    if (bill.before || !bill.after || !bill.after->pledge) continue;
    const bool is_recovered =
        std::any_of(recoveries.begin(), recoveries.end(), [&](const auto& change) {
          return change.after && change.after->replaced_by == bill.after->id;
        });
    if (!is_recovered) return false;
  }
  return true;
}

bool is_waiting(Status status) {
  return status == Status::surrender_pending || status == Status::amendment_pending;
}
bool is_surrendered_to_amend(Status status) { return status == Status::amendment_surrendered; }

/// Where a surrender may go from `before`, and by whom.
bool is_answer(const Bill& before, const Bill& after, const Step& step) {
  const bool to_amend = before.status == Status::amendment_pending;
  const Status taken = to_amend ? Status::amendment_surrendered : Status::surrendered;
  if (after.status == taken) return step.action_code == "SACC" && step.actor == before.issuer;
  if (after.status != Status::issued) return false;
  if (step.action_code == "SREJ") return step.actor == before.issuer;
  return step.action_code == "SURRENDER_CANCELLED" && step.actor == before.surrender->by;
}

/// A remark is no act on the bill: everything but its chain stays.
bool is_remark(const Bill& before, Bill after, const Step& step) {
  if (step.action_code != "REMARK") return false;
  after.seq = before.seq;
  after.at = before.at;
  after.head_hash = before.head_hash;
  after.last_act = before.last_act;
  return after == before;
}

/// I6: a bill that is given back belongs to nobody but its issuer until it has answered.
bool surrender_is_answered(const ChangeSet& set) {
  for (const auto& change : set.of<Bill>("EBL")) {
    if (!change.before || !change.after) continue;
    const Bill& before = *change.before;
    const Bill& after = *change.after;
    const auto step = set.after(key::step(after.id, after.seq));
    if (!step) return false;
    if (is_remark(before, after, *step)) continue;
    const bool waits = is_waiting(before.status);
    if (waits || is_waiting(after.status) || is_surrendered_to_amend(before.status)) {
      if (after.holder != before.holder || after.owner != before.owner || after.pledge)
        return false;
      if (after.prev_holder || after.prev_owner || after.nominee) return false;
    }
    if (is_waiting(after.status) && (waits || before.status != Status::issued)) return false;
    if (is_waiting(after.status) && (!after.surrender || after.surrender->by != before.holder))
      return false;
    if (waits && !is_answer(before, after, *step)) return false;
    if (is_surrendered_to_amend(before.status) && step->actor != before.issuer) return false;
    if (is_surrendered_to_amend(before.status) && !is_terminal(after.status)) return false;
    if (is_surrendered_to_amend(after.status) && !waits) return false;
  }
  return true;
}

/// I8: a surrender begins with a fresh reference, and its answer is written to that one.
bool references_are_fresh(const ChangeSet& set) {
  const auto references = set.of<SurrenderRef>("SURREF");
  for (const auto& reference : references) {
    if (!reference.after) return false;
    const auto bill = set.after(key::bill(reference.after->bill));
    if (!bill) return false;
    if (!reference.before != is_waiting(bill->status)) return false;
    if (reference.before && (reference.before->answer || !reference.after->answer ||
                             reference.before->bill != reference.after->bill ||
                             reference.before->code != reference.after->code))
      return false;
  }
  for (const auto& change : set.of<Bill>("EBL")) {
    if (!change.after || !is_waiting(change.after->status)) continue;
    if (const auto step = set.after(key::step(change.after->id, change.after->seq));
        change.before && step && is_remark(*change.before, *change.after, *step))
      continue;
    if (!change.after->surrender) return false;
    const std::string& ref = change.after->surrender->ref;
    const bool is_fresh =
        std::any_of(references.begin(), references.end(), [&](const auto& reference) {
          return reference.key == std::vector<std::string>{ref} && !reference.before &&
                 reference.after->bill == change.after->id && !reference.after->answer &&
                 reference.after->code == change.after->surrender->code;
        });
    if (!is_fresh) return false;
  }
  return true;
}

}  // namespace

std::vector<contract::Invariant> invariants_surrender() {
  return {{.id = "BI110", .holds = stops_are_decided},
          {.id = "BI111", .holds = recovery_is_orderly},
          {.id = "I6", .holds = surrender_is_answered},
          {.id = "I8", .holds = references_are_fresh}};
}

}  // namespace tradelane::ebl
