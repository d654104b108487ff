// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "chaincode/contract/signed_act.hpp"
#include "chaincode/contracts/consent/effects.hpp"
#include "chaincode/contracts/consent/keys.hpp"
#include "chaincode/contracts/consent/verbs.hpp"

namespace tradelane::consent {
namespace {

constexpr std::int64_t longest_validity_s = 365 * 86'400;

Consent requested(const Request& in, const PartyId& requester) {
  return {.id = in.consent_id,
          .arrangement = in.arrangement_id,
          .version = in.version,
          .owner = in.owner,
          .provider = in.provider,
          .requester = requester,
          .request = in};
}

/// `old` as it was requested, without what happened since.
Consent as_requested(const Consent& old) {
  Consent out = old;
  out.state = State::requested;
  out.grant.reset();
  out.signatory.reset();
  out.reason.reset();
  out.at = {};
  out.seq = 0;
  out.last_act = {};
  return out;
}

bool is_party_with(const Context& tx, const PartyId& id, contract::Role role) {
  const auto party = tx.ledger.find(contract::key::party(id));
  return party && party->has(role);
}

Result<> check_parties(const Request& in, const Context& tx) {
  const auto bad = [](const char* name) {
    return refuse(Code::cns_bad_field, "C4", name).with_at(std::string("/") + name);
  };
  if (!is_party_with(tx, in.owner, contract::Role::data_owner)) return bad("owner");
  if (!is_party_with(tx, in.provider, contract::Role::data_provider)) return bad("provider");
  for (const PartyId& recipient : in.recipients)
    if (!is_party_with(tx, recipient, contract::Role::data_consumer)) return bad("recipients");
  return Done{};
}

}  // namespace

/// Request: a data consumer asks an owner for permission. Rules: README.md, C1 to C6.
Result<Changes> request(const Request& in, const Context& tx) {
  // authorise: who asks is among those who would receive
  if (!in.recipients.contains(tx.caller.party->id)) return refuse(Code::auth_denied, "C1");

  // check: the same id with the same content is no error
  Consent next = requested(in, tx.caller.party->id);
  if (const auto old = tx.ledger.find(key::consent(in.consent_id))) {
    const auto different = first_difference(as_requested(*old), next);
    if (!different.empty()) return refuse(Code::cns_duplicate_id, "C2", std::string(different));
    return Changes::unchanged(
        {.type = "consent.Request", .id = in.consent_id.text(), .seq = old->seq});
  }
  const auto senseless = in.version < 1 ? std::string_view("version") : senseless_field(in);
  if (!senseless.empty() || !(tx.time < in.not_after))
    return refuse(Code::cns_bad_field, "C3", std::string(senseless));
  if (const auto parties = check_parties(in, tx); !parties) return parties.error();
  if (!std::all_of(in.purposes.begin(), in.purposes.end(), is_known_purpose) ||
      !std::all_of(in.categories.begin(), in.categories.end(), is_known_category))
    return refuse(Code::cns_purpose_unknown, "C5");
  if (in.not_before.plus_seconds(longest_validity_s) < in.not_after)
    return refuse(Code::cns_validity_too_long, "C6");

  // apply
  next.at = tx.time;
  next.seq = 1;
  next.last_act = contract::unsigned_act(tx, {.name = "consent/" + in.consent_id.text()}).digest;

  // emit
  return Changes{}
      .put(key::consent(in.consent_id), next)
      .put(key::use(in.consent_id), ConsentUse{})
      .emit({.type = "consent.Request", .id = in.consent_id.text(), .seq = next.seq});
}

}  // namespace tradelane::consent
