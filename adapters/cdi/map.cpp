// SPDX-License-Identifier: Apache-2.0
#include "adapters/cdi/map.hpp"

#include "chaincode/crypto/digest.hpp"

namespace tradelane::cdi {
namespace {

constexpr std::string_view acknowledge_suffix = "+acknowledge";

/// The argument object passes as it came: the owner has signed its bytes.
Act make_act(const std::string& transaction, const ActMessage& message,
             const consent::ConsentId& consent, std::int64_t seq) {
  const std::string subject = "consent/" + consent.text();
  const Bytes identity = contract::act_identity(message.args, seq, subject, transaction);
  return {.consent_id = consent.text(),
          .source = subject,
          .items = {{.key = crypto::sha256_hex(identity).text(),
                     .payload = canonical(to_json(Submission{transaction, message.args}))}}};
}

}  // namespace

Act map_grant(const ActMessage& message, const consent::Grant& grant) {
  Act act = make_act("consent:Grant", message, grant.consent_id, grant.signatures.front().seq);
  const Submission acknowledge{"consent:Acknowledge",
                               to_json(consent::Acknowledge{grant.consent_id})};
  act.items.push_back({.key = act.items.front().key + std::string(acknowledge_suffix),
                       .payload = canonical(to_json(acknowledge))});
  return act;
}

Act map_revoke(const ActMessage& message, const consent::Revoke& revoke) {
  return make_act("consent:Revoke", message, revoke.consent_id, revoke.signatures.front().seq);
}

Submission submission_of(std::string_view payload) {
  const auto json = parse_json(payload);
  auto submission = json ? from_json<Submission>(*json) : json.error();
  if (!submission) throw Fault("the inbox holds what is no submission");
  return std::move(*submission);
}

bool is_acknowledgement(std::string_view key) { return key.ends_with(acknowledge_suffix); }

std::string grant_key(std::string_view acknowledgement_key) {
  acknowledgement_key.remove_suffix(acknowledge_suffix.size());
  return std::string(acknowledgement_key);
}

}  // namespace tradelane::cdi
