// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>
#include <string>

#include "chaincode/contract/context.hpp"
#include "chaincode/ledger/changes.hpp"

/// What one operator organisation must not decide alone: suspension, freezing, recovery. A Fabric
/// transaction has one creator, so the two say it one after the other, in the same words: the first
/// call proposes, the same one from another operator decides. A key-level policy would not do: it
/// asks for the signature of the second operator's peer, which no person there has thought about.
/// Source: contracts.md 2; a proposal's seven days: own.
namespace tradelane::contract {

inline constexpr std::int64_t proposal_lapses_s = 7 * 86'400;

/// The newest proposal of one transaction on one subject; with a second organisation, a decision.
struct OperatorDecision {
  static constexpr std::string_view name = "OperatorDecision";
  static constexpr std::string_view schema = "tradelane.operatorDecision/1";
  /// SHA-256 of the words: RFC 8785 of {args, transaction}, without signatures and relay.
  Digest words = {};
  MspId first = {};
  Timestamp proposed_at = {};
  std::optional<MspId> second = {};
  std::optional<Timestamp> decided_at = {};

  static constexpr auto fields() {
    return listing(field("words", &OperatorDecision::words),
                   field("first", &OperatorDecision::first),
                   field("proposedAt", &OperatorDecision::proposed_at),
                   field("second", &OperatorDecision::second),
                   field("decidedAt", &OperatorDecision::decided_at));
  }
  bool operator==(const OperatorDecision&) const = default;
};

namespace key {
/// "OPDECISION" / transaction / subject: `party:Suspend`, `party/<id>`.
inline ledger::Key<OperatorDecision> decision(const std::string& transaction,
                                              const std::string& subject) {
  return {"OPDECISION", {transaction, subject}};
}
}  // namespace key

/// Where the present call stands.
struct Joint {
  /// The second organisation has said the same: do it, and merge `changes` into yours.
  bool is_decided = false;
  /// Not decided, and nothing new: this organisation has proposed the same before.
  bool is_repeated = false;
  /// The row of the decision.
  ledger::Changes changes = {};
};

/// Refusals: AUTH_DENIED (A10) when the caller's organisation is no operator, AUTH_DENIED (A16)
/// when the channel has only one. Whoever asks has checked before that the thing can be done. Other
/// words, and words that come too late, are a new proposal in place of the old one.
Result<Joint> two_operators(const Context& tx, const std::string& subject);

/// The newest decision on `subject` was made in these very words: when its effect is there, the
/// call is the retry of a client.
bool is_decided_already(const Context& tx, const std::string& subject);

/// The answer to a call that has only proposed: `entry` with the code PROPOSED.
ledger::Changes proposed(Joint joint, ledger::Entry entry);

}  // namespace tradelane::contract

namespace tradelane {
extern template struct FieldsCodec<contract::OperatorDecision>;
}  // namespace tradelane
