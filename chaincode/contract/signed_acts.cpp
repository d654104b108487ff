// SPDX-License-Identifier: Apache-2.0
#include "chaincode/contract/signed_acts.hpp"

namespace tradelane {
template struct FieldsCodec<contract::SignedAct>;
}  // namespace tradelane

namespace tradelane::contract {

void SignedActs::add(const Party& signer, const std::string& kid, const std::string& subject,
                     std::int64_t seq) const {
  // What the call is about is noted first; a manifest for another bill under the same key is not
  // to hide it.
  if (signer.acts_since) acts_.emplace(std::pair{signer.id, kid}, std::pair{subject, seq + 1});
}

ledger::Changes SignedActs::rows(Timestamp at, const std::string& txid,
                                 const std::string& transaction) const {
  ledger::Changes changes;
  for (const auto& [by, act] : acts_)
    changes = std::move(changes).put(
        key::signed_act(by.first, by.second, at, txid),
        SignedAct{.subject = act.first, .seq = act.second, .transaction = transaction});
  return changes;
}

}  // namespace tradelane::contract
