// SPDX-License-Identifier: Apache-2.0
#include "chaincode/contract/two_operators.hpp"
#include "chaincode/contracts/ebl/issuance.hpp"
#include "chaincode/contracts/ebl/keys.hpp"
#include "chaincode/contracts/ebl/load.hpp"
#include "chaincode/contracts/ebl/successor.hpp"
#include "chaincode/contracts/ebl/verbs.hpp"

namespace tradelane::ebl {
namespace {

std::string subject_of(const BillId& id) { return "recovery/" + id.text(); }

bool is_requested(const std::optional<Recovery>& recovery) {
  return recovery && recovery->state == RecoveryState::requested;
}

bool is_pledgee(const Bill& bill, const PartyId& id) {
  return bill.pledge && bill.pledge->pledgee == id;
}

/// A bill at rest that the lost party has something to do with, and somebody to take its place.
Result<> check_request(const RequestRecovery& in, const Bill& bill, const Context& tx) {
  if (bill.status != Status::issued) return refuse(Code::ebl_state, "B140", "not at rest");
  if (bill.holder != in.lost && bill.owner != in.lost && !is_pledgee(bill, in.lost))
    return refuse(Code::ebl_not_entitled, "B141").with_at("/lost");
  if (in.replacement == in.lost) return refuse(Code::arg_malformed, "B142").with_at("/replacement");
  const auto& party = tx.ledger.find(contract::key::party(in.replacement));
  if (!party) return refuse(Code::party_unknown, "B142");
  if (is_pledgee(bill, in.lost) && !party->has(contract::Role::bank))
    return refuse(Code::party_role, "B142");
  if (party->state != contract::PartyState::active || !party->terms)
    return refuse(Code::party_inactive, "B142");
  return Done{};
}

ledger::Entry entry_of(const char* type, const BillId& id, std::int64_t seq) {
  return {.type = type, .id = id.text(), .seq = seq};
}

/// The newest recovery of a bill moves on by this act.
Recovery moved(Recovery recovery, RecoveryState state, const Digest& act, const Context& tx) {
  recovery.state = state;
  recovery.at = contract::later(recovery.at, tx.time);
  recovery.seq += 1;
  recovery.last_act = act;
  return recovery;
}

Changes cancelled(const Recovery& old, const CancelRecovery& in, const Digest& act,
                  const Context& tx) {
  const Recovery next = moved(old, RecoveryState::cancelled, act, tx);
  return Changes{}
      .put(key::recovery(in.bill_id), next)
      .emit(entry_of("ebl.CancelRecovery", in.bill_id, next.seq));
}

/// The party that is said to be lost says that it is not.
Result<Changes> veto(const Recovery& old, const CancelRecovery& in, const Context& tx) {
  const auto& lost = tx.ledger.find(contract::key::party(old.lost));
  if (!contract::may_submit(tx.caller, *lost)) return refuse(Code::auth_denied, "B2");
  const auto act = contract::company_act(
      tx, *lost, in.signatures,
      {.name = subject_of(in.bill_id), .seq = old.seq, .last_act = old.last_act});
  if (!act) return act.error();
  if (act->repeated) return Changes::unchanged(entry_of("ebl.CancelRecovery", in.bill_id, old.seq));
  if (const auto able = contract::may_act(*lost); !able) return able.error();
  if (!is_requested(old)) return refuse(Code::ebl_state, "B143");
  return cancelled(old, in, act->digest, tx);
}

/// Who completes a recovery, and which.
struct Completing {
  Bill bill = {};
  Recovery recovery = {};
  PartyId actor = {};
  contract::Act act = {};
};

/// As `acting_on`, with the recovery as the subject of the act: the lost bill is not written.
Result<Completing> completing(const CompleteRecovery& in, const Context& tx) {
  const auto& bill = tx.ledger.find(key::bill(in.bill_id));
  if (!bill) return refuse(Code::ebl_unknown, "B110");
  const auto& recovery = tx.ledger.find(key::recovery(in.bill_id));
  if (!recovery) return refuse(Code::ebl_state, "B143");
  const auto& issuer = tx.ledger.find(contract::key::party(bill->issuer));
  if (!contract::may_submit(tx.caller, *issuer)) return refuse(Code::ebl_not_entitled, "B144");
  const auto act = contract::company_act(
      tx, *issuer, in.signatures,
      {.name = subject_of(in.bill_id), .seq = recovery->seq, .last_act = recovery->last_act});
  if (!act) return act.error();
  if (const auto able = contract::may_act(*issuer); !act->repeated && !able) return able.error();
  if (const auto free = not_stopped(in.bill_id, tx.ledger); !act->repeated && !free)
    return free.error();
  return Completing{.bill = *bill, .recovery = *recovery, .actor = issuer->id, .act = *act};
}

/// The time has passed, nobody has moved the bill, and the new one is the next version of it.
Result<> check_complete(const CompleteRecovery& in, const Completing& lost, const Context& tx) {
  if (!is_requested(lost.recovery)) return refuse(Code::ebl_state, "B143");
  if (tx.time < lost.recovery.completes_after) return refuse(Code::ebl_waiting, "B145");
  if (lost.bill.seq != lost.recovery.bill_seq)
    return refuse(Code::ebl_state, "B146", "the bill has moved since");
  if (!follows(in.new_bill_id, lost.bill.id)) return refuse(Code::ebl_version, "B124");
  return check_unused(in.new_bill_id, tx);
}

/// The new document is sound, and covers what the lost bill covers.
Result<> check_goods(const CompleteRecovery& in, const Bill& lost, const Context& tx) {
  const auto& issuer = tx.ledger.find(contract::key::party(lost.issuer));
  const auto sound = check_issuance(in.new_bill_id, lost.kind, in.commitments, *issuer, tx);
  if (!sound) return sound.error();
  const auto former = tx.openings.take<BillFacts>(lost.facts, "facts");
  if (!former) return former.error();
  if (load_of({sound->facts}) != load_of({*former}))
    return refuse(Code::ebl_quantity_mismatch, "B136");
  return Done{};
}

/// The bill that the replacement has in the lost party's place; a pledge goes along.
Bill recovered(const CompleteRecovery& in, const Bill& lost, const Recovery& recovery) {
  const auto instead = [&](const PartyId& id) {
    return id == recovery.lost ? recovery.replacement : id;
  };
  Bill next = in_place_of(lost, in.new_bill_id, in.commitments.issuance, in.commitments.facts);
  next.holder = instead(lost.holder);
  next.owner = instead(lost.owner);
  next.closed = lost.closed;
  next.pledge = lost.pledge;
  if (next.pledge) next.pledge->pledgee = instead(next.pledge->pledgee);
  next.links = Links{.replaces = {lost.id}};
  return next;
}

}  // namespace

/// RequestRecovery: two operators find that a party has lost the means to act. Nothing happens to
/// the bill yet. Rules: README.md, B110, B139 to B142 and A16.
Result<Changes> request_recovery(const RequestRecovery& in, const Context& tx) {
  // authorise: an operator, by the contract's table; the second one below
  const auto& bill = tx.ledger.find(key::bill(in.bill_id));
  if (!bill) return refuse(Code::ebl_unknown, "B110");
  const std::string subject = subject_of(in.bill_id);
  const auto& old = tx.ledger.find(key::recovery(in.bill_id));
  const auto unchanged = entry_of("ebl.RequestRecovery", in.bill_id, old ? old->seq : 0);

  // check: no recovery of this bill yet, and somebody who has lost it
  if (is_requested(old) && contract::is_decided_already(tx, subject))
    return Changes::unchanged(unchanged);
  if (old && old->state != RecoveryState::cancelled) return refuse(Code::ebl_state, "B139");
  if (const auto sound = check_request(in, *bill, tx); !sound) return sound.error();
  auto joint = contract::two_operators(tx, subject);
  if (!joint) return joint.error();
  if (!joint->is_decided) return contract::proposed(std::move(*joint), unchanged);

  // apply
  const auto act = contract::unsigned_act(tx, {.name = subject, .seq = old ? old->seq : 0});
  Recovery next =
      moved(old.value_or(Recovery{.at = tx.time}), RecoveryState::requested, act.digest, tx);
  next.lost = in.lost;
  next.replacement = in.replacement;
  next.reason = in.reason;
  next.bill_seq = bill->seq;
  next.completes_after = next.at.plus_seconds(recovery_waits_s);

  // emit
  return std::move(joint->changes)
      .put(key::recovery(in.bill_id), next)
      .emit(entry_of("ebl.RequestRecovery", in.bill_id, next.seq));
}

/// CancelRecovery: the party is not lost after all; it says so itself, or two operators do. Rules:
/// B2, B110, B143 and A16.
Result<Changes> cancel_recovery(const CancelRecovery& in, const Context& tx) {
  // authorise: the lost party, else two operators
  if (!tx.ledger.exists(key::bill(in.bill_id))) return refuse(Code::ebl_unknown, "B110");
  const auto& old = tx.ledger.find(key::recovery(in.bill_id));
  if (!old) return refuse(Code::ebl_state, "B143");
  if (!in.signatures.empty() || tx.caller.is(old->lost)) return veto(*old, in, tx);

  // check: it runs, or this is a retry
  const std::string subject = subject_of(in.bill_id);
  const auto unchanged = entry_of("ebl.CancelRecovery", in.bill_id, old->seq);
  auto joint = contract::two_operators(tx, subject);
  if (!joint) return joint.error();
  if (old->state == RecoveryState::cancelled && contract::is_decided_already(tx, subject))
    return Changes::unchanged(unchanged);
  if (!is_requested(old)) return refuse(Code::ebl_state, "B143");
  if (!joint->is_decided) return contract::proposed(std::move(*joint), unchanged);

  // apply and emit
  const auto act = contract::unsigned_act(tx, {.name = subject, .seq = old->seq});
  return std::move(joint->changes).merge(cancelled(*old, in, act.digest, tx));
}

/// CompleteRecovery: the issuer puts another bill into the hands of who takes the lost party's
/// place; the lost bill is not written and never moves again (B40). Rules: B110, B122, B124, B136
/// and B143 to B146.
Result<Changes> complete_recovery(const CompleteRecovery& in, const Context& tx) {
  // authorise: the issuer of the lost bill
  const auto lost = completing(in, tx);
  if (!lost) return lost.error();
  if (lost->act.repeated)
    return Changes::unchanged(entry_of("ebl.CompleteRecovery", *lost->recovery.replaced_by, 1));

  // check: after the waiting period, for the same goods, into hands that can act
  if (const auto ready = check_complete(in, *lost, tx); !ready) return ready.error();
  const Bill next = recovered(in, lost->bill, lost->recovery);
  for (const PartyId& id : {next.holder, next.owner})
    if (const auto able = check_in_hands_of(id, tx); !able) return able.error();
  if (const auto sound = check_goods(in, lost->bill, tx); !sound) return sound.error();

  // apply
  Recovery done = moved(lost->recovery, RecoveryState::completed, lost->act.digest, tx);
  done.replaced_by = in.new_bill_id;

  // emit
  const Move move{.actor = lost->actor, .time = tx.time, .txid = tx.txid, .act = lost->act.digest};
  return begun(tx.ledger, next, move, "ebl.CompleteRecovery")
      .put(key::recovery(in.bill_id), done)
      .merge(kept({next.issuance, next.facts}, next, tx));
}

}  // namespace tradelane::ebl
