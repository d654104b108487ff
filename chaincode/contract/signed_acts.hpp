// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <map>
#include <string>
#include <utility>

#include "chaincode/contract/party_record.hpp"
#include "chaincode/ledger/changes.hpp"

/// Which acts a company's key has signed: when a key turns out to have been stolen, they must be
/// found, however many acts the channel has seen. Each signed act writes one row under a key of its
/// own, so that two acts of one company never wait for each other and nothing is read for it.
/// Source: contracts.md 4.
namespace tradelane::contract {

struct SignedAct {
  static constexpr std::string_view name = "SignedAct";
  static constexpr std::string_view schema = "tradelane.signedAct/1";
  /// `bill/<id>`, and its sequence number after the act.
  std::string subject = {};
  std::int64_t seq = 0;
  /// `ebl:Transfer`
  std::string transaction = {};

  static constexpr auto fields() {
    return listing(field("subject", &SignedAct::subject), field("seq", &SignedAct::seq),
                   field("transaction", &SignedAct::transaction));
  }
  bool operator==(const SignedAct&) const = default;
};

/// The acts that the present call has verified. Used on one thread.
class SignedActs {
 public:
  /// `seq`: the subject's, before the act.
  void add(const Party& signer, const std::string& kid, const std::string& subject,
           std::int64_t seq) const;
  /// The rows of those signers whose record says that their acts have rows (`acts_since`).
  ledger::Changes rows(Timestamp at, const std::string& txid, const std::string& transaction) const;

 private:
  mutable std::map<std::pair<PartyId, std::string>, std::pair<std::string, std::int64_t>> acts_;
};

namespace key {
/// "PARTYACT" / party / kid / time / transaction id: the acts of one key in the order of time.
inline ledger::Key<SignedAct> signed_act(const PartyId& party, const std::string& kid, Timestamp at,
                                         const std::string& txid) {
  return {"PARTYACT", {party.text(), kid, at.text(), txid}};
}
}  // namespace key

}  // namespace tradelane::contract

namespace tradelane {
extern template struct FieldsCodec<contract::SignedAct>;
}  // namespace tradelane
