// SPDX-License-Identifier: Apache-2.0
#include "chaincode/contract/signed_act.hpp"
#include "chaincode/contracts/party/identity.hpp"
#include "chaincode/contracts/party/keys.hpp"
#include "chaincode/contracts/party/verbs.hpp"

namespace tradelane::party {
namespace {

/// `old` with what the call names; what it does not name stays.
Party described(const Party& old, const Update& in) {
  Party next = old;
  if (in.roles) next.roles = *in.roles;
  if (in.jurisdiction) next.jurisdiction = *in.jurisdiction;
  if (in.place_of_business) next.place_of_business = in.place_of_business;
  if (in.commitments) next.identity = in.commitments->identity;
  return next;
}

}  // namespace

/// Update: an operator records what has changed about a party. Organisation, way of acting and keys
/// are not for one operator to change: who has them has the party's bills. Rules: README.md, P21,
/// P5, P22 and P13 to P15.
Result<Changes> update(const Update& in, const Context& tx) {
  // authorise: operators, by the contract's table
  const auto old = tx.ledger.find(key::party(in.party_id));
  if (!old) return refuse(Code::party_unknown, "P21");

  // check: something is new, and as sound as at registration
  Party next = described(*old, in);
  const ledger::Entry entry{.type = "party.Update", .id = in.party_id.text(), .seq = old->seq};
  if (next == *old) return Changes::unchanged(entry);
  if (!roles_are_sound(next.roles, next.msp, tx)) return refuse(Code::party_role, "P5");
  if (channel_format(tx) < 2) return refuse(Code::format_state, "P22");
  if (!next.place_of_business)
    return refuse(Code::arg_malformed, "P14").with_at("/placeOfBusiness");
  Changes changes;
  std::optional<std::string> code;
  if (next.identity != old->identity) {
    const auto identity = check_identity({next.identity, in.commitments->lawful}, tx);
    if (!identity) return identity.error();
    code = warning(in.commitments->lawful);
    changes = tx.openings.copy(next.identity, Set<MspId>::of({tx.caller.msp, next.msp}));
  }

  // apply
  if (!next.acts_since) next.acts_since = tx.time;
  next.at = contract::later(old->at, tx.time);
  next.seq = old->seq + 1;
  next.last_act =
      contract::unsigned_act(tx, {.name = "party/" + in.party_id.text(), .seq = old->seq}).digest;

  // emit
  return std::move(changes)
      .put(key::party(in.party_id), next)
      .emit({.type = "party.Update", .id = in.party_id.text(), .seq = next.seq, .code = code});
}

}  // namespace tradelane::party
