// SPDX-License-Identifier: Apache-2.0
#include "chaincode/contracts/consent/effects.hpp"
#include "chaincode/contracts/consent/keys.hpp"
#include "chaincode/contracts/consent/verbs.hpp"

namespace tradelane::consent {

/// Decide: may this recipient see these data now? A denial is a successful transaction, because
/// only what succeeds is recorded. Rules: README.md, the deny reasons.
Result<Changes> decide(const Decide& in, const Context& tx) {
  // authorise: data consumers, by the contract's table

  // check
  const auto consent = tx.ledger.find(key::consent(in.consent_id));
  const auto use = tx.ledger.find(key::use(in.consent_id)).value_or(ConsentUse{});
  const auto denied = deny_reason(consent, use,
                                  {.recipient = tx.caller.party->id,
                                   .recipient_jurisdiction = tx.caller.party->jurisdiction,
                                   .purpose = in.purpose,
                                   .categories = in.categories,
                                   .data_period = in.data_period},
                                  tx.time);
  // apply: who is no party to a consent does not learn whose it is
  Access row{.recipient = tx.caller.party->id,
             .purpose = in.purpose,
             .categories = in.categories,
             .decision = denied ? Decision::deny : Decision::allow,
             .request_digest = in.request_digest,
             .at = tx.time};
  if (denied) row.reason = reason_text(*denied);
  if (denied != Code::cns_not_found) row.provider = consent->provider;

  // emit
  Changes changes = Changes{}.put(key::access(in.consent_id, tx.txid), row);
  if (!denied)
    changes = std::move(changes).put(key::use(in.consent_id),
                                     ConsentUse{.used = use.used + 1, .last_used_at = tx.time});
  return std::move(changes).emit(
      {.type = "consent.Decide", .id = tx.txid, .code = std::string(text_of(row.decision))});
}

}  // namespace tradelane::consent
