// SPDX-License-Identifier: Apache-2.0
#include "chaincode/contract/signed_act.hpp"
#include "chaincode/contracts/consent/keys.hpp"
#include "chaincode/contracts/consent/verbs.hpp"

namespace tradelane::consent {

/// Acknowledge: the provider will serve what was granted. Rules: README.md, C14 to C16.
Result<Changes> acknowledge(const Acknowledge& in, const Context& tx) {
  // authorise: the provider that the consent names
  const auto old = tx.ledger.find(key::consent(in.consent_id));
  if (!old) return refuse(Code::cns_unknown, "C14");
  if (!tx.caller.is(old->provider)) return refuse(Code::cns_provider_mismatch, "C15");

  // check
  const auto act = contract::unsigned_act(
      tx, {.name = "consent/" + in.consent_id.text(), .seq = old->seq, .last_act = old->last_act});
  if (act.repeated)
    return Changes::unchanged(
        {.type = "consent.Acknowledge", .id = in.consent_id.text(), .seq = old->seq});
  if (old->state != State::granted) return refuse(Code::cns_state, "C16");

  // apply
  Consent next = *old;
  next.state = State::active;
  next.at = contract::later(old->at, tx.time);
  next.seq = old->seq + 1;
  next.last_act = act.digest;

  // emit
  return Changes{}
      .put(key::consent(in.consent_id), next)
      .emit({.type = "consent.Acknowledge", .id = in.consent_id.text(), .seq = next.seq});
}

}  // namespace tradelane::consent
