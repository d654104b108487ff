// SPDX-License-Identifier: Apache-2.0
#include "chaincode/contract/signed_act.hpp"
#include "chaincode/contracts/consent/keys.hpp"
#include "chaincode/contracts/consent/verbs.hpp"

namespace tradelane::consent {

/// Revoke: withdrawing is as easy as giving. Rules: README.md, C17 to C20.
Result<Changes> revoke(const Revoke& in, const Context& tx) {
  // authorise: the owner's own signature, brought by its organisation or by the provider
  const auto old = tx.ledger.find(key::consent(in.consent_id));
  if (!old) return refuse(Code::cns_unknown, "C17");
  const auto owner = tx.ledger.find(contract::key::party(old->owner));
  const auto provider = tx.ledger.find(contract::key::party(old->provider));
  if (!contract::may_submit(tx.caller, *owner, *provider)) return refuse(Code::auth_denied, "C18");
  const auto act = contract::company_act(
      tx, *owner, in.signatures,
      {.name = "consent/" + in.consent_id.text(), .seq = old->seq, .last_act = old->last_act},
      Code::cns_sig_invalid);
  if (!act) return act.error();
  if (act->repeated)
    return Changes::unchanged(
        {.type = "consent.Revoke", .id = in.consent_id.text(), .seq = old->seq});

  // check: something that was given and has not ended
  const bool has_expired = old->grant && !(tx.time < old->grant->not_after);
  if (old->state == State::revoked || has_expired) return refuse(Code::cns_already_terminal, "C19");
  if (old->state == State::requested) return refuse(Code::cns_state, "C20");

  // apply
  Consent next = *old;
  next.state = State::revoked;
  next.reason = in.reason;
  next.at = contract::later(old->at, tx.time);
  next.seq = old->seq + 1;
  next.last_act = act->digest;

  // emit
  return Changes{}
      .put(key::consent(in.consent_id), next)
      .emit({.type = "consent.Revoke", .id = in.consent_id.text(), .seq = next.seq});
}

}  // namespace tradelane::consent
