// SPDX-License-Identifier: Apache-2.0
#include "chaincode/contract/signed_act.hpp"
#include "chaincode/contracts/party/keys.hpp"
#include "chaincode/contracts/party/verbs.hpp"

namespace tradelane::party {

/// AcceptTerms: a party binds itself to the rulebook (MLETR art. 7). Rules: README.md, P8 to P11.
Result<Changes> accept_terms(const AcceptTerms& in, const Context& tx) {
  // authorise: the party itself, through its own organisation
  const auto old = tx.ledger.find(key::party(in.party_id));
  if (!old) return refuse(Code::party_unknown, "P8");
  if (!contract::may_submit(tx.caller, *old)) return refuse(Code::auth_denied, "P9");
  const auto act = contract::company_act(
      tx, *old, in.signatures,
      {.name = "party/" + in.party_id.text(), .seq = old->seq, .last_act = old->last_act});
  if (!act) return act.error();
  const ledger::Entry unchanged{
      .type = "party.AcceptTerms", .id = in.party_id.text(), .seq = old->seq};
  if (act->repeated) return Changes::unchanged(unchanged);

  // check: an active party, and the very rulebook of the channel
  if (old->state != PartyState::active) return refuse(Code::party_inactive, "P10");
  const auto boot = tx.ledger.find(key::boot());
  if (!(in.rulebook == boot->rulebook)) return refuse(Code::terms_mismatch, "P11");
  if (old->terms == in.rulebook) return Changes::unchanged(unchanged);

  // apply
  Party next = *old;
  next.terms = in.rulebook;
  next.at = contract::later(old->at, tx.time);
  next.seq = old->seq + 1;
  next.last_act = act->digest;

  // emit
  return Changes{}
      .put(key::party(in.party_id), next)
      .emit({.type = "party.AcceptTerms", .id = in.party_id.text(), .seq = next.seq});
}

}  // namespace tradelane::party
