// SPDX-License-Identifier: Apache-2.0
#include "chaincode/contract/signed_act.hpp"

#include <algorithm>

#include "chaincode/contract/keys.hpp"
#include "chaincode/crypto/digest.hpp"

namespace tradelane::contract {
namespace {

Digest digest_at(const Context& tx, const Subject& subject, std::int64_t seq) {
  return crypto::sha256_hex(act_identity(tx.args, seq, subject.name, tx.transaction));
}

Bytes statement_bytes(const Context& tx, const Signature& signature, const Subject& subject) {
  return act_bytes({.args = tx.args,
                    .chaincode = tx.chaincode,
                    .channel = tx.channel,
                    .kid = signature.kid,
                    .not_after = signature.not_after,
                    .party = signature.party,
                    .seq = signature.seq,
                    .subject = subject.name,
                    .transaction = tx.transaction});
}

}  // namespace

Act unsigned_act(const Context& tx, const Subject& subject) {
  if (subject.seq > 0 && subject.last_act == digest_at(tx, subject, subject.seq - 1))
    return {.repeated = true, .digest = subject.last_act};
  return {.repeated = false, .digest = digest_at(tx, subject, subject.seq)};
}

Result<Act> signed_act(const Context& tx, const Party& signer,
                       const std::vector<Signature>& signatures, const Subject& subject,
                       Code invalid) {
  const auto by_signer = [&](const Signature& s) { return s.party == signer.id; };
  const auto signature = std::find_if(signatures.begin(), signatures.end(), by_signer);
  if (signature == signatures.end()) return refuse(Code::act_missing, "A1");
  const auto key = find_key(signer.keys, signature->kid, tx.time);
  if (!key) return refuse(Code::act_key, "A2");
  const auto bytes = from_base64url(signature->sig);
  if (!bytes || !verify_raw(*key, statement_bytes(tx, *signature, subject), *bytes))
    return refuse(invalid, "A3");
  if (signature->not_after < tx.time) return refuse(Code::act_expired, "A4");
  // The seq inside the signature tells a repetition from the same wish for the next state.
  if (signature->seq == subject.seq)
    return Act{.repeated = false, .digest = digest_at(tx, subject, subject.seq)};
  const Act act = unsigned_act(tx, subject);
  if (!act.repeated || signature->seq != subject.seq - 1) return refuse(Code::act_seq, "A5");
  return act;
}

Result<Act> company_act(const Context& tx, const Party& signer,
                        const std::vector<Signature>& signatures, const Subject& subject,
                        Code invalid) {
  if (signer.acts_by == ActsBy::signature)
    return signed_act(tx, signer, signatures, subject, invalid);
  if (!tx.caller.is(signer.id)) return refuse(Code::auth_denied, "A10");
  return unsigned_act(tx, subject);
}

Result<> may_act(const Party& actor) {
  if (actor.state != PartyState::active) return refuse(Code::party_inactive, "A14");
  if (!actor.terms) return refuse(Code::terms_not_accepted, "A15");
  return Done{};
}

bool may_submit(const Caller& caller, const Party& signer, const Party& addressee) {
  return caller.msp == signer.msp || caller.msp == addressee.msp;
}

bool may_submit(const Caller& caller, const Party& signer) { return caller.msp == signer.msp; }

}  // namespace tradelane::contract
