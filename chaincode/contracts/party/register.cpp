// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "chaincode/contract/signed_act.hpp"
#include "chaincode/contracts/party/identity.hpp"
#include "chaincode/contracts/party/key_ring.hpp"
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
          .place_of_business = in.place_of_business,
          .keys = in.keys,
          .signatures_needed = in.signatures_needed,
          .identity = in.commitments.identity};
}

/// `old` as it was registered, without what happened since.
Party as_registered(const Party& old) {
  Party out = old;
  out.acts_since.reset();
  out.terms.reset();
  out.state = PartyState::active;
  out.at = {};
  out.seq = 0;
  out.last_act = {};
  return out;
}

/// Who acts by signature has a key; a joint party has one for each who must sign, and acts no other
/// way.
bool keys_are_enough(const Register& in) {
  const bool signs = in.acts_by == ActsBy::signature;
  const auto count = static_cast<std::int64_t>(in.keys.size());
  if (!in.signatures_needed) return !signs || count > 0;
  return signs && *in.signatures_needed > 1 && *in.signatures_needed <= count;
}

/// What a record says beyond its first form waits for the channel's format, which asks for it then.
Result<> check_form(const Register& in, const Context& tx) {
  if (channel_format(tx) < 2) {
    if (in.place_of_business || in.signatures_needed) return refuse(Code::format_state, "P22");
  } else if (!in.place_of_business) {
    return refuse(Code::arg_malformed, "P14", "placeOfBusiness").with_at("/placeOfBusiness");
  }
  return Done{};
}

}  // namespace

bool roles_are_sound(const Set<Role>& roles, const MspId& msp, const Context& tx) {
  const auto boot = tx.ledger.find(key::boot());
  return !roles.empty() && (!roles.contains(Role::operator_) || boot->operator_msps.contains(msp));
}

/// Register: an operator makes a party known. Rules: README.md, P4 to P7, P22 and P13 to P15.
Result<Changes> register_party(const Register& in, const Context& tx) {
  // authorise: operators, by the contract's table
  tx.ledger.load_all({key::party(in.party_id).text(), key::format().text()});

  // check: the same id with the same content is no error, so a retry is harmless
  const auto old = tx.ledger.find(key::party(in.party_id));
  Party next = described(in);
  const auto code = warning(in.commitments.lawful);
  if (old) {
    const auto different = first_difference(as_registered(*old), next);
    if (!different.empty()) return refuse(Code::party_exists, "P4", std::string(different));
    return Changes::unchanged(
        {.type = "party.Register", .id = in.party_id.text(), .seq = old->seq, .code = code});
  }
  if (!roles_are_sound(in.roles, in.msp, tx)) return refuse(Code::party_role, "P5");
  if (!are_sound(in.keys, KeyUse::acts) || !keys_are_enough(in))
    return refuse(Code::party_key, "P6");
  if (in.default_party && tx.ledger.exists(key::default_party(in.msp)))
    return refuse(Code::party_default_taken, "P7");
  if (const auto form = check_form(in, tx); !form) return form.error();
  const auto identity = check_identity({in.commitments.identity, in.commitments.lawful}, tx);
  if (!identity) return identity.error();

  // apply
  if (next.place_of_business) next.acts_since = tx.time;
  next.at = tx.time;
  next.seq = 1;
  next.last_act = contract::unsigned_act(tx, {.name = "party/" + in.party_id.text()}).digest;

  // emit: the operator and the party's own organisation keep the identity
  Changes changes = Changes{}.put(key::party(in.party_id), next);
  if (in.default_party)
    changes = std::move(changes).put(key::default_party(in.msp), DefaultParty{in.party_id});
  return std::move(changes)
      .merge(tx.openings.copy(in.commitments.identity, Set<MspId>::of({tx.caller.msp, in.msp})))
      .emit({.type = "party.Register", .id = in.party_id.text(), .seq = next.seq, .code = code});
}

}  // namespace tradelane::party
