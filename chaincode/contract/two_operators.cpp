// SPDX-License-Identifier: Apache-2.0
#include "chaincode/contract/two_operators.hpp"

#include "chaincode/contract/act.hpp"
#include "chaincode/crypto/digest.hpp"

namespace tradelane {
template struct FieldsCodec<contract::OperatorDecision>;
}  // namespace tradelane

namespace tradelane::contract {
namespace {

Digest words_of(const Context& tx) {
  return crypto::sha256_hex(canonical(
      Json::Object{{"args", signed_part(tx.args.json())}, {"transaction", tx.transaction}}));
}

bool still_stands(const OperatorDecision& proposal, Timestamp now) {
  return !proposal.second && now < proposal.proposed_at.plus_seconds(proposal_lapses_s);
}

}  // namespace

Result<Joint> two_operators(const Context& tx, const std::string& subject) {
  const auto boot = tx.ledger.find(key::boot());
  if (!boot || !boot->operator_msps.contains(tx.caller.msp))
    return refuse(Code::auth_denied, "A10");
  if (boot->operator_msps.size() < 2) return refuse(Code::auth_denied, "A16", "one operator");

  const auto place = key::decision(tx.transaction, subject);
  const OperatorDecision mine{
      .words = words_of(tx), .first = tx.caller.msp, .proposed_at = tx.time};
  const auto& old = tx.ledger.find(place);
  if (!old || !still_stands(*old, tx.time) || old->words != mine.words)
    return Joint{.changes = ledger::Changes{}.put(place, mine)};
  if (old->first == tx.caller.msp) return Joint{.is_repeated = true};
  OperatorDecision decision = *old;
  decision.second = tx.caller.msp;
  decision.decided_at = later(old->proposed_at, tx.time);
  return Joint{.is_decided = true, .changes = ledger::Changes{}.put(place, decision)};
}

bool is_decided_already(const Context& tx, const std::string& subject) {
  const auto& last = tx.ledger.find(key::decision(tx.transaction, subject));
  return last && last->second && last->words == words_of(tx);
}

ledger::Changes proposed(Joint joint, ledger::Entry entry) {
  entry.code = "PROPOSED";
  if (joint.is_repeated) return ledger::Changes::unchanged(std::move(entry));
  return std::move(joint.changes).emit(std::move(entry));
}

}  // namespace tradelane::contract
