// SPDX-License-Identifier: Apache-2.0
#include "chaincode/contracts/evidence/keys.hpp"
#include "chaincode/contracts/evidence/verbs.hpp"

namespace tradelane::evidence {
namespace {

Envelope envelope_at(const EvidenceId& id, std::int64_t version, const Context& tx) {
  const auto stored = tx.ledger.find(key::version(id, version));
  if (!stored) throw Fault("an evidence record without an envelope");
  return stored->envelope;
}

}  // namespace

/// Get: an object in its newest version, as digests.
Result<EvidenceView> get(const Get& in, const Context& tx) {
  const auto evidence = tx.ledger.find(key::evidence(in.evidence_id));
  if (!evidence) return refuse(Code::evd_unknown, "E15");
  return EvidenceView{.evidence = *evidence,
                      .envelope = envelope_at(in.evidence_id, evidence->latest_version, tx)};
}

/// MatchReport: the verdicts, and what each rests on.
Result<MatchView> match_report(const MatchReport& in, const Context& tx) {
  const auto match = tx.ledger.find(key::match(in.match_id));
  if (!match) return refuse(Code::evd_unknown, "E20");
  MatchView view{.match = *match};
  for (const MatchedEvidence& matched : match->evidence) {
    const auto object = tx.ledger.find(key::evidence(matched.id));
    if (!object) throw Fault("a match rests on evidence that is gone");
    const Envelope envelope = envelope_at(matched.id, matched.version, tx);
    view.sources.push_back({.id = matched.id,
                            .facts_by = envelope.facts_by,
                            .payload_digest = envelope.payload_digest,
                            .published_at = envelope.published_at,
                            .latest_version = object->latest_version});
    if (object->latest_version != matched.version) view.current = false;
  }
  return view;
}

}  // namespace tradelane::evidence
