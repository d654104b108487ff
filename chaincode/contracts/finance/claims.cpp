// SPDX-License-Identifier: Apache-2.0
#include "chaincode/contracts/finance/claims.hpp"

#include <algorithm>
#include <set>

namespace tradelane::finance {
namespace {

bool is_locked(const evidence::EvidenceId& id) {
  const auto type = evidence::split(id).type;
  return type == evidence::RecordType::customs_decl || type == evidence::RecordType::einvoice;
}

}  // namespace

ClaimKeys fingerprint_keys(const Loan& loan) {
  ClaimKeys keys;
  for (const Fingerprint& print : loan.fingerprints) keys.push_back(key::fingerprint(print));
  return keys;
}

ClaimKeys lock_keys(const Loan& loan) {
  ClaimKeys keys{key::lock(loan.bill)};
  for (const auto& id : loan.evidence)
    if (is_locked(id)) keys.push_back(key::lock(id));
  return keys;
}

bool lacks_fingerprints(const Loan& loan, const std::vector<Fingerprint>& sent,
                        const contract::Context& tx) {
  const auto boot = tx.ledger.find(contract::key::boot());
  const auto declarations =
      std::count_if(loan.evidence.begin(), loan.evidence.end(), [](const auto& id) {
        return evidence::split(id).type == evidence::RecordType::customs_decl;
      });
  const auto count = [&](const std::string& kid, FingerprintType type) {
    return std::count_if(loan.fingerprints.begin(), loan.fingerprints.end(),
                         [&](const auto& print) { return print.kid == kid && print.type == type; });
  };
  for (const std::string& kid : boot->fingerprint_kids)
    if (count(kid, FingerprintType::bill) != 1 ||
        count(kid, FingerprintType::declaration) != declarations)
      return true;
  const auto kids = static_cast<std::int64_t>(boot->fingerprint_kids.size());
  const auto due = kids * (1 + declarations);
  // As a set and as it was sent: neither a double nor one under a retired key.
  return static_cast<std::int64_t>(loan.fingerprints.size()) != due ||
         static_cast<std::int64_t>(sent.size()) != due;
}

Error told(const Duplicate& duplicate, Error refusal) {
  const auto status = text_of(duplicate.status);
  const std::string count = std::to_string(duplicate.count);
  refusal.detail = "level EXACT, status " + std::string(status) + ", count " + count;
  return std::move(refusal).with_data(
      canonical(Json::Object{{"level", "EXACT"},
                             {"status", status},
                             {"count", static_cast<std::int64_t>(duplicate.count)}}));
}

std::optional<Duplicate> financed_by_others(const ClaimKeys& keys, const LoanId& loan,
                                            const contract::Context& tx) {
  std::vector<std::string> texts;
  for (const auto& key : keys) texts.push_back(key.text());
  tx.ledger.load_all(texts);
  std::set<LoanId> others;
  Duplicate found;
  for (const auto& key : keys) {
    const auto claim = tx.ledger.find(key);
    if (!claim || claim->loan == loan || !is_live(*claim, tx.time)) continue;
    others.insert(claim->loan);
    if (claim->state == ClaimState::financed) found.status = ClaimState::financed;
  }
  if (others.empty()) return std::nullopt;
  found.count = others.size();
  return found;
}

ledger::Changes claim_all(const Loan& loan, const Claim& claim) {
  ledger::Changes changes;
  for (const auto& keys : {fingerprint_keys(loan), lock_keys(loan)})
    for (const auto& key : keys) changes = std::move(changes).put(key, claim);
  return changes;
}

}  // namespace tradelane::finance
