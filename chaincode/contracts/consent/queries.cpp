// SPDX-License-Identifier: Apache-2.0
#include "chaincode/contracts/consent/effects.hpp"
#include "chaincode/contracts/consent/keys.hpp"
#include "chaincode/contracts/consent/verbs.hpp"

namespace tradelane::consent {
namespace {

/// Owner, provider, whoever asked or may receive, and the regulator.
bool may_read(const contract::Caller& caller, const Consent& consent) {
  return caller.is(consent.owner) || caller.is(consent.provider) || caller.is(consent.requester) ||
         consent.request.recipients.contains(caller.party->id) ||
         caller.has(contract::Role::regulator);
}

Result<Consent> readable(const ConsentId& id, const Context& tx) {
  auto consent = tx.ledger.find(key::consent(id));
  if (!consent) return refuse(Code::cns_unknown, "C22");
  if (!may_read(tx.caller, *consent)) return refuse(Code::auth_denied, "C23");
  return std::move(*consent);
}

std::string effective_state(const Consent& consent, const ConsentUse& use, Timestamp now) {
  if (consent.state != State::active) return std::string(text_of(consent.state));
  if (now < consent.grant->not_before) return "NOT_YET_VALID";
  if (!(now < consent.grant->not_after)) return "EXPIRED";
  const auto most = consent.grant->usage.max_uses;
  return most > 0 && use.used >= most ? "EXHAUSTED" : "ACTIVE";
}

}  // namespace

Result<ConsentView> get(const Get& in, const Context& tx) {
  auto consent = readable(in.consent_id, tx);
  if (!consent) return consent.error();
  const auto use = tx.ledger.find(key::use(in.consent_id)).value_or(ConsentUse{});
  std::string state = effective_state(*consent, use, tx.time);
  return ConsentView{
      .consent = std::move(*consent), .use = use, .effective_state = std::move(state)};
}

/// Journal: every decision on a consent, permitted or denied.
Result<JournalView> journal(const Get& in, const Context& tx) {
  const auto consent = readable(in.consent_id, tx);
  if (!consent) return consent.error();
  JournalView out{.consent_id = in.consent_id};
  for (auto& [parts, access] : tx.ledger.list(key::accesses(in.consent_id)))
    out.rows.push_back({.access_id = parts.at(1), .access = std::move(access)});
  return out;
}

}  // namespace tradelane::consent
