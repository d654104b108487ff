// SPDX-License-Identifier: Apache-2.0
#include "chaincode/contracts/evidence/keys.hpp"
#include "chaincode/contracts/evidence/verbs.hpp"

namespace tradelane::evidence {

/// Get: an object in its newest version, as digests.
Result<EvidenceView> get(const Get& in, const Context& tx) {
  const auto evidence = tx.ledger.find(key::evidence(in.evidence_id));
  if (!evidence) return refuse(Code::evd_unknown, "E15");
  const auto version = tx.ledger.find(key::version(in.evidence_id, evidence->latest_version));
  if (!version) throw Fault("an evidence record without its newest version");
  return EvidenceView{.evidence = *evidence, .envelope = version->envelope};
}

}  // namespace tradelane::evidence
