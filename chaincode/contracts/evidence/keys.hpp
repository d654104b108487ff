// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "chaincode/contracts/evidence/records.hpp"
#include "chaincode/ledger/key.hpp"

/// The only file that spells a key of this contract.
namespace tradelane::evidence::key {

/// "FEED" / feed id.
inline ledger::Key<Feed> feed(const FeedId& id) { return {"FEED", {id.text()}}; }
/// "FEEDHEAD" / feed id: serialises the writers of one feed, and of no other.
inline ledger::Key<FeedHead> head(const FeedId& id) { return {"FEEDHEAD", {id.text()}}; }

inline std::vector<std::string> parts(const EvidenceId& id) {
  const EvidenceKey key = split(id);
  return {key.source.text(), std::string(text_of(key.type)), key.record.text()};
}
/// "EVD" / source node / record type / record id.
inline ledger::Key<Evidence> evidence(const EvidenceId& id) { return {"EVD", parts(id)}; }
/// "EVDV" / the same / version.
inline ledger::Key<EvidenceVersion> version(const EvidenceId& id, std::int64_t number) {
  auto all = parts(id);
  all.push_back(std::to_string(number));
  return {"EVDV", all};
}

/// "MATCH" / match id.
inline ledger::Key<Match> match(const MatchId& id) { return {"MATCH", {id.text()}}; }

}  // namespace tradelane::evidence::key
