// SPDX-License-Identifier: Apache-2.0
#include "chaincode/contract/signed_act.hpp"
#include "chaincode/contract/two_operators.hpp"
#include "chaincode/contracts/party/keys.hpp"
#include "chaincode/contracts/party/rotation.hpp"
#include "chaincode/contracts/party/verbs.hpp"

namespace tradelane::party {
namespace {

std::string subject_of(const PartyId& id) { return "party/" + id.text(); }

/// An operator that brings no act of the party and is not the party: it rotates for one that cannot
/// do it itself.
bool is_for_operators(const RotateKey& in, const Context& tx) {
  return in.signatures.empty() && !tx.caller.is(in.party_id) &&
         tx.ledger.find(key::boot())->operator_msps.contains(tx.caller.msp);
}

/// The party's own act, through its own organisation.
Result<contract::Act> by_itself(const RotateKey& in, const Party& old, const Context& tx) {
  if (!contract::may_submit(tx.caller, old)) return refuse(Code::auth_denied, "P24");
  const contract::Subject subject{
      .name = subject_of(old.id), .seq = old.seq, .last_act = old.last_act};
  // The key that signed it may be the one that it has revoked, so a retry is known by its words.
  if (const auto last = contract::unsigned_act(tx, subject); last.repeated) return last;
  const auto act = contract::company_act(tx, old, in.signatures, subject);
  if (act && old.state != PartyState::active) return refuse(Code::party_inactive, "P25");
  return act;
}

/// The rows of the keys that leave, and of the acts that become open to dispute.
Result<Changes> rows_of(const RotateKey& in, const Ring& ring, const Party& old,
                        const Context& tx) {
  auto changes = disputes(in, ring, old, tx);
  if (!changes) return changes;
  for (const auto& [kid, row] : ring.retired)
    changes = std::move(*changes).put(key::retired_key(old.id, kid), row);
  return changes;
}

}  // namespace

/// RotateKey: keys come, end and are revoked; acts that a stolen key has signed become open to
/// dispute, and nothing that was done is undone. Rules: README.md, P23 to P33.
Result<Changes> rotate_key(const RotateKey& in, const Context& tx) {
  // authorise: the party itself, or two operators for one that has lost its keys
  const auto old = tx.ledger.find(key::party(in.party_id));
  if (!old) return refuse(Code::party_unknown, "P23");
  const ledger::Entry entry{.type = "party.RotateKey", .id = in.party_id.text(), .seq = old->seq};
  const std::string subject = subject_of(in.party_id);
  auto act = contract::unsigned_act(tx, {.name = subject, .seq = old->seq});
  const bool for_operators = is_for_operators(in, tx);
  if (for_operators) {
    act.repeated = contract::is_decided_already(tx, subject);
  } else {
    const auto own = by_itself(in, *old, tx);
    if (!own) return own.error();
    act = *own;
  }
  if (act.repeated) return Changes::unchanged(entry);

  // check: every key and every act that is named, before the operators are asked to agree
  if (in.add.empty() && in.retire.empty() && in.revoke.empty() && in.dispute.empty())
    return refuse(Code::arg_malformed, "P26");
  const auto ring = rotated(in, *old, tx);
  if (!ring) return ring.error();
  auto rows = rows_of(in, *ring, *old, tx);
  if (!rows) return rows.error();
  contract::Joint joint;
  if (for_operators) {
    auto asked = contract::two_operators(tx, subject);
    if (!asked) return asked.error();
    if (!asked->is_decided) return contract::proposed(std::move(*asked), entry);
    joint = std::move(*asked);
  }

  // apply
  Party next = *old;
  next.keys = ring->keys;
  if (!next.acts_since && channel_format(tx) >= 2) next.acts_since = tx.time;
  next.at = contract::later(old->at, tx.time);
  next.seq = old->seq + 1;
  next.last_act = act.digest;

  // emit
  return std::move(*rows)
      .merge(std::move(joint.changes))
      .put(key::party(in.party_id), next)
      .emit({.type = "party.RotateKey", .id = in.party_id.text(), .seq = next.seq});
}

}  // namespace tradelane::party
