// SPDX-License-Identifier: Apache-2.0
#include "chaincode/contracts/party/rotation.hpp"

#include <algorithm>

#include "chaincode/contracts/party/key_ring.hpp"
#include "chaincode/contracts/party/keys.hpp"

namespace tradelane::party {
namespace {

using contract::Context;

auto find_in(std::vector<VerificationKey>& keys, const std::string& kid) {
  return std::find_if(keys.begin(), keys.end(),
                      [&](const VerificationKey& key) { return key.kid == kid; });
}

/// A planned end: not in the past, and earlier than the one that was planned before.
Result<> retire_keys(Ring& ring, const RotateKey& in, Timestamp now) {
  for (const RetireKey& one : in.retire) {
    const auto key = find_in(ring.keys, one.kid);
    if (key == ring.keys.end()) return refuse(Code::party_key_unknown, "P28", one.kid);
    if (one.valid_to < now || one.valid_to <= key->valid_from || key->valid_to <= one.valid_to)
      return refuse(Code::party_key_time, "P29", one.kid);
    key->valid_to = one.valid_to;
  }
  return Done{};
}

/// The row of a key that leaves the record now or has left it before.
std::optional<RetiredKey> take_out(Ring& ring, const std::string& kid, const Party& party,
                                   const Context& tx) {
  const auto key = find_in(ring.keys, kid);
  if (key == ring.keys.end()) return tx.ledger.find(key::retired_key(party.id, kid));
  RetiredKey row{.key = *key};
  ring.keys.erase(key);
  return row;
}

/// From a moment that has come; of a key revoked before only from an earlier one, for acts once
/// open to dispute stay so.
Result<> revoke_keys(Ring& ring, const RotateKey& in, const Party& party, const Context& tx) {
  for (const RevokeKey& one : in.revoke) {
    if (ring.retired.contains(one.kid)) return refuse(Code::party_key_unknown, "P28", one.kid);
    auto row = take_out(ring, one.kid, party, tx);
    if (!row) return refuse(Code::party_key_unknown, "P28", one.kid);
    if (tx.time < one.from || (row->revoked && row->revoked->from <= one.from))
      return refuse(Code::party_key_time, "P30", one.kid);
    row->revoked = Revocation{.from = one.from, .reason = one.reason, .at = tx.time};
    ring.retired.emplace(one.kid, std::move(*row));
  }
  return Done{};
}

/// Keys whose time is over leave the record, so that it stays small however often they change.
void retire_ended(Ring& ring, Timestamp now) {
  const auto is_over = [&](const VerificationKey& key) { return key.valid_to <= now; };
  for (const VerificationKey& key : ring.keys)
    if (is_over(key)) ring.retired.emplace(key.kid, RetiredKey{.key = key});
  std::erase_if(ring.keys, is_over);
}

/// A kid, once used, means one key for ever, and what was revoked just now does not come back under
/// another.
Result<> add_keys(Ring& ring, const RotateKey& in, const Party& party, const Context& tx) {
  ring.keys.insert(ring.keys.end(), in.add.begin(), in.add.end());
  if (!are_sound(ring.keys, KeyUse::acts)) return refuse(Code::party_key, "P6");
  for (const VerificationKey& added : in.add) {
    const auto is_it = [&](const auto& row) { return row.second.key.jwk == added.jwk; };
    if (ring.retired.contains(added.kid) ||
        std::any_of(ring.retired.begin(), ring.retired.end(), is_it) ||
        tx.ledger.exists(key::retired_key(party.id, added.kid)))
      return refuse(Code::party_key, "P27", added.kid);
  }
  return Done{};
}

std::optional<RetiredKey> revoked_key(const std::string& kid, const Ring& ring, const Party& party,
                                      const Context& tx) {
  const auto now = ring.retired.find(kid);
  if (now != ring.retired.end()) return now->second;
  return tx.ledger.find(key::retired_key(party.id, kid));
}

}  // namespace

Result<Ring> rotated(const RotateKey& in, const Party& party, const Context& tx) {
  Ring ring{.keys = party.keys};
  if (const auto done = retire_keys(ring, in, tx.time); !done) return done.error();
  if (const auto done = revoke_keys(ring, in, party, tx); !done) return done.error();
  retire_ended(ring, tx.time);
  if (const auto done = add_keys(ring, in, party, tx); !done) return done.error();
  if (ring.keys.size() > most_keys) return refuse(Code::arg_limit, "P31", "16 keys");
  return ring;
}

Result<ledger::Changes> disputes(const RotateKey& in, const Ring& ring, const Party& party,
                                 const Context& tx) {
  if (in.dispute.size() > most_disputes) return refuse(Code::arg_limit, "P32", "100 acts");
  ledger::Changes changes;
  for (const DisputedAct& one : in.dispute) {
    const auto key = revoked_key(one.kid, ring, party, tx);
    if (!key || !key->revoked || one.at < key->revoked->from)
      return refuse(Code::party_act_unknown, "P33", one.kid);
    const auto act = tx.ledger.find(key::signed_act(party.id, one.kid, one.at, one.txid.text()));
    if (!act) return refuse(Code::party_act_unknown, "P33", one.txid.text());
    const auto place = key::dispute(*act, party.id);
    if (tx.ledger.exists(place)) continue;
    changes = std::move(changes).put(place, Dispute{.party = party.id,
                                                    .kid = one.kid,
                                                    .transaction = act->transaction,
                                                    .txid = one.txid.text(),
                                                    .signed_at = one.at,
                                                    .at = tx.time});
  }
  return changes;
}

}  // namespace tradelane::party
