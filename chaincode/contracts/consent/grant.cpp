// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>

#include "chaincode/contract/signed_act.hpp"
#include "chaincode/contracts/consent/effects.hpp"
#include "chaincode/contracts/consent/keys.hpp"
#include "chaincode/contracts/consent/verbs.hpp"

namespace tradelane::consent {
namespace {

bool has_authority(const Signatory& signatory) {
  constexpr std::array<std::string_view, 4> assurances{"CORPID", "IAMSMART_SIGN", "CERT_X509",
                                                       "BANK_CHANNEL"};
  return !signatory.role.empty() &&
         std::find(assurances.begin(), assurances.end(), signatory.assurance) != assurances.end();
}

}  // namespace

/// Grant: the owner says yes, to all that was asked or to less. Rules: README.md, C7 to C13.
Result<Changes> grant(const Grant& in, const Context& tx) {
  // authorise: the owner's own signature, brought by its organisation or by the provider
  const auto old = tx.ledger.find(key::consent(in.consent_id));
  if (!old) return refuse(Code::cns_unknown, "C7");
  const auto owner = tx.ledger.find(contract::key::party(old->owner));
  const auto provider = tx.ledger.find(contract::key::party(old->provider));
  if (!contract::may_submit(tx.caller, *owner, *provider)) return refuse(Code::auth_denied, "C8");
  const auto act = contract::company_act(
      tx, *owner, in.signatures,
      {.name = "consent/" + in.consent_id.text(), .seq = old->seq, .last_act = old->last_act},
      Code::cns_sig_invalid);
  if (!act) return act.error();
  if (act->repeated)
    return Changes::unchanged(
        {.type = "consent.Grant", .id = in.consent_id.text(), .seq = old->seq});

  if (const auto able = contract::may_act(*owner); !able) return able.error();

  // check: an open request, answered in time, with nothing added to it
  if (old->state != State::requested) return refuse(Code::cns_state, "C9");
  if (!(tx.time < old->request.not_after)) return refuse(Code::cns_lapsed, "C10");
  const auto senseless = senseless_field(in.grant);
  if (!senseless.empty()) return refuse(Code::cns_bad_field, "C11", std::string(senseless));
  const auto widened = widened_field(old->request, in.grant);
  if (!widened.empty()) return refuse(Code::cns_widened, "C12", std::string(widened));
  if (!has_authority(in.signatory)) return refuse(Code::cns_signatory, "C13");

  // apply
  Consent next = *old;
  next.state = State::granted;
  next.grant = in.grant;
  next.signatory = in.signatory;
  next.at = contract::later(old->at, tx.time);
  next.seq = old->seq + 1;
  next.last_act = act->digest;

  // emit
  return Changes{}
      .put(key::consent(in.consent_id), next)
      .emit({.type = "consent.Grant", .id = in.consent_id.text(), .seq = next.seq});
}

}  // namespace tradelane::consent
