// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "chaincode/contract/two_operators.hpp"
#include "chaincode/contracts/party/key_ring.hpp"
#include "chaincode/contracts/party/keys.hpp"
#include "chaincode/contracts/party/verbs.hpp"

namespace tradelane::party {
namespace {

using contract::ChangeSet;
using contract::OperatorDecision;

bool boot_is_final(const std::optional<Boot>& before, const std::optional<Boot>& after) {
  return after && (!before || *before == *after);
}

bool party_keeps_itself(const std::optional<Party>& before, const std::optional<Party>& after) {
  if (!after) return false;
  if (!before) return after->seq == 1 && after->state == PartyState::active && !after->terms;
  return after->id == before->id && after->msp == before->msp &&
         after->acts_by == before->acts_by && after->default_party == before->default_party &&
         after->signatures_needed == before->signatures_needed && !(after->at < before->at) &&
         (!before->acts_since || after->acts_since == before->acts_since) &&
         after->seq == before->seq + 1;
}

/// A call proposes, or decides what another organisation has proposed.
bool decision_takes_two(const std::optional<OperatorDecision>& before,
                        const std::optional<OperatorDecision>& after) {
  if (!after) return false;
  if (!after->second) return !after->decided_at;
  return after->decided_at && *after->second != after->first && before && !before->second &&
         before->words == after->words && before->first == after->first &&
         before->proposed_at == after->proposed_at;
}

bool is_decided_here(const ChangeSet& set, const std::string& transaction, const PartyId& party) {
  const std::vector<std::string> wanted{transaction, "party/" + party.text()};
  for (const auto& change : set.of<OperatorDecision>("OPDECISION"))
    if (change.key == wanted && change.after && change.after->second) return true;
  return false;
}

bool state_takes_two(const ChangeSet& set) {
  for (const auto& change : set.of<Party>("PARTY")) {
    if (!change.before || !change.after || change.before->state == change.after->state) continue;
    const bool ends = change.after->state == PartyState::suspended;
    if (!is_decided_here(set, ends ? "party:Suspend" : "party:Reinstate", change.after->id))
      return false;
  }
  return true;
}

/// The same key, at the most with an earlier end.
bool is_same_key(const VerificationKey& old, const VerificationKey& now) {
  return now.kid == old.kid && now.jwk == old.jwk && now.valid_from == old.valid_from &&
         now.valid_to <= old.valid_to;
}

/// Each old key stays, in the record or in a row of its own.
bool old_keys_stay(const Party& before, const Party& after, const ChangeSet& set) {
  return std::all_of(before.keys.begin(), before.keys.end(), [&](const VerificationKey& old) {
    if (const auto* now = find_kid(after.keys, old.kid)) return is_same_key(old, *now);
    const auto& row = set.after(key::retired_key(after.id, old.kid));
    return row && is_same_key(old, row->key);
  });
}

/// No new key has the name of one that is gone.
bool new_keys_are_new(const Party& before, const Party& after, const ChangeSet& set) {
  return std::all_of(after.keys.begin(), after.keys.end(), [&](const VerificationKey& now) {
    return find_kid(before.keys, now.kid) != nullptr ||
           !set.after(key::retired_key(after.id, now.kid));
  });
}

bool keys_stay(const ChangeSet& set) {
  const auto changes = set.of<Party>("PARTY");
  return std::all_of(changes.begin(), changes.end(), [&](const contract::Change<Party>& change) {
    if (!change.before || !change.after || change.before->keys == change.after->keys) return true;
    return old_keys_stay(*change.before, *change.after, set) &&
           new_keys_are_new(*change.before, *change.after, set);
  });
}

/// A key that is gone stays gone; its revocation reaches back further at the most.
bool retired_stays(const std::optional<RetiredKey>& before,
                   const std::optional<RetiredKey>& after) {
  if (!after) return false;
  if (after->revoked && after->revoked->at < after->revoked->from) return false;
  if (!before) return true;
  if (before->key != after->key) return false;
  return !before->revoked || (after->revoked && (*after->revoked == *before->revoked ||
                                                 after->revoked->from < before->revoked->from));
}

template <class R>
bool written_once(const std::optional<R>& before, const std::optional<R>& after) {
  return after && !before;
}

/// A dispute is about an act that the ledger knows, by a key that is revoked from before it.
bool disputes_hold(const ChangeSet& set) {
  for (const auto& change : set.of<Dispute>("DISPUTE")) {
    if (!written_once(change.before, change.after)) return false;
    const Dispute& dispute = *change.after;
    const auto& act =
        set.after(key::signed_act(dispute.party, dispute.kid, dispute.signed_at, dispute.txid));
    const auto& row = set.after(key::retired_key(dispute.party, dispute.kid));
    if (!act || act->transaction != dispute.transaction || change.key.at(0) != act->subject ||
        !row || !row->revoked || dispute.signed_at < row->revoked->from)
      return false;
  }
  return true;
}

bool format_goes_on(const std::optional<Format>& before, const std::optional<Format>& after) {
  return after && after->format <= Format::newest && after->format > (before ? before->format : 1);
}

bool platform_keeps_itself(const std::optional<Platform>& before,
                           const std::optional<Platform>& after) {
  if (!after || after->keys.empty()) return false;
  if (!before) return after->seq == 1;
  return after->code == before->code && after->list == before->list &&
         after->aliases == before->aliases && after->seq == before->seq + 1 &&
         follows(before->keys, after->keys, after->at);
}

}  // namespace

std::vector<contract::Invariant> invariants() {
  using contract::on_each;
  return {on_each<Boot>("PI1", "BOOT", boot_is_final),
          on_each<Party>("PI2", "PARTY", party_keeps_itself),
          on_each<OperatorDecision>("PI3", "OPDECISION", decision_takes_two),
          {.id = "PI4", .holds = state_takes_two},
          {.id = "PI5", .holds = keys_stay},
          on_each<RetiredKey>("PI6", "PARTYKEY", retired_stays),
          on_each<contract::SignedAct>("PI7", "PARTYACT", written_once<contract::SignedAct>),
          {.id = "PI8", .holds = disputes_hold},
          on_each<Format>("PI9", "FORMAT", format_goes_on),
          on_each<Platform>("PI10", "PLATFORM", platform_keeps_itself),
          on_each<PlatformCode>("PI11", "PLATFORMCODE", written_once<PlatformCode>),
          on_each<LawfulIdentifier>("PI12", "LAWFULID", written_once<LawfulIdentifier>)};
}

}  // namespace tradelane::party
