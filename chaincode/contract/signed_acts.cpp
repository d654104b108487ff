// SPDX-License-Identifier: Apache-2.0
#include "chaincode/contract/signed_acts.hpp"

namespace tradelane {
template struct FieldsCodec<contract::SignedAct>;
}  // namespace tradelane

namespace tradelane::contract {

void SignedActs::add(const Party& signer, const std::string& kid, const std::string& subject,
                     std::int64_t seq) const {
  // All signatures of a call are about one subject, so a second look at one says the same.
  if (signer.acts_since) acts_.insert_or_assign({signer.id, kid}, std::pair{subject, seq + 1});
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
