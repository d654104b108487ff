// SPDX-License-Identifier: Apache-2.0
#include "chaincode/contract/signed_act.hpp"

#include <algorithm>

#include "chaincode/contract/keys.hpp"
#include "chaincode/crypto/digest.hpp"

namespace tradelane::contract {
namespace {

Digest digest_at(const Context& tx, const Subject& subject, std::int64_t seq) {
  return crypto::sha256_hex(act_identity(tx.args.json(), seq, subject.name, tx.transaction));
}

Bytes statement_bytes(const Context& tx, const Signature& signature, const Subject& subject) {
  return act_bytes({.args = tx.args.json(),
                    .chaincode = tx.chaincode,
                    .channel = tx.channel,
                    .kid = signature.kid,
                    .not_after = signature.not_after,
                    .party = signature.party,
                    .seq = signature.seq,
                    .subject = subject.name,
                    .transaction = tx.transaction});
}

/// The first signatures of `signer`, one of each key, as many as it needs; none when that is more
/// than there are.
std::vector<const Signature*> signatures_of(const Party& signer,
                                            const std::vector<Signature>& signatures) {
  const auto needed = static_cast<std::size_t>(signer.signatures_needed.value_or(1));
  std::vector<const Signature*> out;
  for (const Signature& one : signatures) {
    const auto same_key = [&](const Signature* other) { return other->kid == one.kid; };
    if (one.party == signer.id && std::none_of(out.begin(), out.end(), same_key))
      out.push_back(&one);
    if (out.size() == needed) return out;
  }
  return {};
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
  const auto mine = signatures_of(signer, signatures);
  if (mine.empty()) return refuse(Code::act_missing, "A1");
  for (const Signature* signature : mine) {
    const auto key = find_key(signer.keys, signature->kid, tx.time);
    if (!key) return refuse(Code::act_key, "A2");
    const auto bytes = from_base64url(signature->sig);
    if (!bytes || !verify_raw(*key, statement_bytes(tx, *signature, subject), *bytes))
      return refuse(invalid, "A3");
    if (signature->not_after < tx.time) return refuse(Code::act_expired, "A4");
    if (signature->seq != mine.front()->seq) return refuse(Code::act_seq, "A5");
  }
  // The seq inside the signature tells a repetition from the same wish for the next state.
  if (mine.front()->seq == subject.seq) {
    for (const Signature* signature : mine)
      tx.signed_acts.add(signer, signature->kid, subject.name, subject.seq);
    return Act{.repeated = false, .digest = digest_at(tx, subject, subject.seq)};
  }
  const Act act = unsigned_act(tx, subject);
  if (!act.repeated || mine.front()->seq != subject.seq - 1) return refuse(Code::act_seq, "A5");
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
