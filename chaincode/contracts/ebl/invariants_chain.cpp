// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "chaincode/contracts/ebl/chain.hpp"
#include "chaincode/contracts/ebl/changed_bills.hpp"
#include "chaincode/crypto/digest.hpp"

namespace tradelane::ebl {
namespace {

using contract::ChangeSet;

/// Who replays the step comes from the bill as it was to the bill as it is.
bool replays(const std::optional<Bill>& before, const Bill& after, const Step& step) {
  if (!before) return step.recipient == after.holder;
  const Moved moved = moved_by(step, before->kind);
  return moved.holder.value_or(before->holder) == after.holder &&
         moved.owner.value_or(before->owner) == after.owner;
}

/// Adds one to the chain, linked to the step before.
bool is_next(const ChangeSet& set, const contract::Change<Bill>& change) {
  if (!change.after) return true;
  const std::int64_t last = change.before ? change.before->seq : 0;
  if (change.after->seq != last + 1) return false;
  const auto& step = set.after(key::step(change.after->id, change.after->seq));
  if (!step || change.after->head_hash != crypto::sha256_hex(encode_record(*step))) return false;
  const auto expected = change.before ? std::optional(change.before->head_hash) : std::nullopt;
  return step->prev_hash == expected && replays(change.before, *change.after, *step);
}

/// I10: every change of a bill has its step, written once, linked by hash without a gap, and the
/// chain says where possession and title are.
bool chain_is_whole(const ChangeSet& set) {
  const bool steps_are_final = set.each<Step>(
      "EBLTX", [](const contract::Change<Step>& change) { return !change.before && change.after; });
  return steps_are_final && set.each<Bill>("EBL", [&](const contract::Change<Bill>& change) {
    return is_next(set, change);
  });
}

/// I13: what is written is told: each bill that moves has its entry in the event. That a refusal
/// writes nothing is in the form of a transaction, which gives changes or an error.
bool move_is_told(const ChangeSet& set) {
  const auto& entries = set.changes().entries();
  return set.each<Bill>("EBL", [&](const contract::Change<Bill>& change) {
    return !change.after || std::any_of(entries.begin(), entries.end(), [&](const auto& entry) {
      return entry.id == change.after->id.text() && entry.seq == change.after->seq;
    });
  });
}

/// Whose endorsement a bill asks for: all of them, or the carrier's and one of the other two.
struct Asked {
  Set<MspId> organisations = {};
  bool is_either = false;
  bool operator==(const Asked&) const = default;
};

std::optional<MspId> msp_of(const PartyId& id, const ChangeSet& set) {
  const auto& party = set.after(contract::key::party(id));
  if (!party) return std::nullopt;
  return party->msp;
}

/// Absent when one of the bill's parties is unknown.
std::optional<Asked> asked_by(const Bill& bill, const ChangeSet& set) {
  const auto carrier = msp_of(bill.issuer, set);
  const auto holder = msp_of(bill.holder, set);
  if (!carrier || !holder) return std::nullopt;
  if (bill.status == Status::transfer_pending && bill.pending_to) {
    const auto recipient = msp_of(*bill.pending_to, set);
    if (!recipient) return std::nullopt;
    if (carrier == holder || carrier == recipient) return Asked{Set<MspId>::of({*carrier})};
    return Asked{Set<MspId>::of({*carrier, *holder, *recipient}), holder != recipient};
  }
  if (!bill.pledge || bill.pledge->state == PledgeState::offered)
    return Asked{Set<MspId>::of({*carrier, *holder})};
  const auto pledgee = msp_of(bill.pledge->pledgee, set);
  if (!pledgee) return std::nullopt;
  return Asked{Set<MspId>::of({*carrier, *holder, *pledgee})};
}

/// As a policy says it; one with an alternative has a rule without a signer.
Asked asked_by(const ledger::EndorsementPolicy& policy) {
  const auto& rules = policy.rule().rules;
  const bool is_either =
      std::any_of(rules.begin(), rules.end(), [](const auto& rule) { return !rule.principal; });
  return {Set<MspId>::of(policy.organisations()), is_either};
}

/// I14: whoever had a right and has none any more is not asked either: with the rights, the bill's
/// endorsement policy changes.
bool policy_moves_along(const ChangeSet& set) {
  const auto& policies = set.changes().policies();
  return set.each<Bill>("EBL", [&](const contract::Change<Bill>& change) {
    if (!change.after) return true;
    const auto wanted = asked_by(*change.after, set);
    if (!wanted) return false;
    const auto written = policies.find({"", key::bill(change.after->id).text()});
    if (written != policies.end()) return asked_by(written->second) == *wanted;
    return change.before && asked_by(*change.before, set) == wanted;
  });
}

/// I16: who acts is registered, active, and has accepted the terms.
bool actor_is_able(const ChangeSet& set) {
  return set.each<Step>("EBLTX", [&](const contract::Change<Step>& change) {
    if (!change.after) return true;
    const auto& actor = set.after(contract::key::party(change.after->actor));
    return actor && actor->state == contract::PartyState::active && actor->terms;
  });
}

/// I17: time never runs back along the chain.
bool time_goes_on(const ChangeSet& set) {
  return each_bill(set, [](const ChangedBill& bill) {
    return bill.step.at == bill.after.at && (!bill.before || bill.before->at <= bill.after.at);
  });
}

}  // namespace

std::vector<contract::Invariant> invariants_chain() {
  return {{.id = "I10", .holds = chain_is_whole},
          {.id = "I13", .holds = move_is_told},
          {.id = "I14", .holds = policy_moves_along},
          {.id = "I16", .holds = actor_is_able},
          {.id = "I17", .holds = time_goes_on}};
}

}  // namespace tradelane::ebl
