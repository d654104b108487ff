// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "chaincode/codec/identifier.hpp"
#include "chaincode/contract/keys.hpp"
#include "chaincode/contract/signed_act.hpp"
#include "chaincode/contracts/party/keys.hpp"
#include "chaincode/contracts/party/verbs.hpp"

namespace tradelane::party {
namespace {

/// What the operator says of the party; the rest of the record grows later.
Party described(const Register& in) {
  return {.id = in.party_id,
          .msp = in.msp,
          .default_party = in.default_party,
          .acts_by = in.acts_by,
          .roles = in.roles,
          .jurisdiction = in.jurisdiction,
          .keys = in.keys,
          .identity = in.commitments.identity};
}

/// `old` as it was registered, without what happened since.
Party as_registered(const Party& old) {
  Party out = old;
  out.terms.reset();
  out.state = PartyState::active;
  out.at = {};
  out.seq = 0;
  out.last_act = {};
  return out;
}

bool keys_are_sound(const Register& in) {
  if (in.acts_by == ActsBy::signature && in.keys.empty()) return false;
  Set<std::string> kids;
  for (const VerificationKey& key : in.keys) {
    if (key.kid.empty() || !(key.valid_from < key.valid_to)) return false;
    if (!contract::usable_key(key.jwk)) return false;
    kids.push_back(key.kid);
  }
  return Set<std::string>::of(kids).size() == in.keys.size();
}

/// Of an identity that is private the refusal names the type only.
Result<> check_identifiers(const Identity& identity) {
  for (const Identifier& identifier : identity.identifiers)
    if (!fits_type(identifier.type, identifier.id))
      return refuse(Code::id_check_digit, "P13", identifier.type);
  return Done{};
}

}  // namespace

/// Register: an operator makes a party known. Rules: README.md, P4 to P7 and P13.
Result<Changes> register_party(const Register& in, const Context& tx) {
  // authorise: operators, by the contract's table

  // check: the same id with the same content is no error, so a retry is harmless
  const auto old = tx.ledger.find(key::party(in.party_id));
  Party next = described(in);
  if (old) {
    const auto different = first_difference(as_registered(*old), next);
    if (!different.empty()) return refuse(Code::party_exists, "P4", std::string(different));
    return Changes::unchanged(
        {.type = "party.Register", .id = in.party_id.text(), .seq = old->seq});
  }
  const auto boot = tx.ledger.find(key::boot());
  const bool operator_elsewhere =
      in.roles.contains(Role::operator_) && !boot->operator_msps.contains(in.msp);
  if (in.roles.empty() || operator_elsewhere) return refuse(Code::party_role, "P5");
  if (!keys_are_sound(in)) return refuse(Code::party_key, "P6");
  if (in.default_party && tx.ledger.exists(key::default_party(in.msp)))
    return refuse(Code::party_default_taken, "P7");
  const auto identity = tx.openings.take<Identity>(in.commitments.identity, "identity");
  if (!identity) return identity.error();
  if (const auto sound = check_identifiers(*identity); !sound) return sound.error();

  // apply
  next.at = tx.time;
  next.seq = 1;
  next.last_act = contract::unsigned_act(tx, {.name = "party/" + in.party_id.text()}).digest;

  // emit: the operator and the party's own organisation keep the identity
  Changes changes = Changes{}.put(key::party(in.party_id), next);
  if (in.default_party)
    changes = std::move(changes).put(key::default_party(in.msp), DefaultParty{in.party_id});
  return std::move(changes)
      .merge(tx.openings.copy(in.commitments.identity, Set<MspId>::of({tx.caller.msp, in.msp})))
      .emit({.type = "party.Register", .id = in.party_id.text(), .seq = next.seq});
}

}  // namespace tradelane::party
