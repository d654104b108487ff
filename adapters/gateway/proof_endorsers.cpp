// SPDX-License-Identifier: Apache-2.0
#include "adapters/gateway/policy_text.hpp"
#include "adapters/gateway/proof_parts.hpp"

namespace tradelane::gateway {

namespace {

std::string joined(const std::vector<std::string>& names) {
  std::string out;
  for (const std::string& name : names) out += (out.empty() ? "" : " and ") + name;
  return out.empty() ? "no peer" : out;
}

}  // namespace

Endorsing::Endorsing(const Proof& proof, const Trust& trust)
    : bill_(proof.bill), chaincode_(proof.chaincode), policy_(trust.policy) {}

void Endorsing::check(const BlockTransaction& transaction, const std::vector<std::string>& rows,
                      const std::string& where) const {
  const auto refuse = [&](const std::string& whose) {
    refuse_proof(ProofFault::endorser, where,
                 joined(transaction.endorsers) + " endorsed it, which " + whose);
  };
  if (policy_ && !policy_->satisfied_by(transaction.endorsers))
    refuse("the chaincode's endorsement policy does not allow");
  for (const std::string& row : rows) {
    const auto own = keys_.find(row);
    if (own == keys_.end()) continue;
    const auto policy = Policy::decode(own->second);
    if (!policy || !policy->satisfied_by(transaction.endorsers))
      refuse("the bill's own policy does not allow: " +
             policy_text(own->second).value_or("nobody can meet it"));
  }
}

void Endorsing::add(const BlockTransaction& transaction) {
  for (const auto& access : transaction.accesses) {
    if (access.name != chaincode_) continue;
    for (const auto& write : access.writes)
      if (write.is_delete) keys_.erase(write.key);
    for (const auto& write : access.metadata) {
      if (!is_row_of(bill_, write.key)) continue;
      keys_.erase(write.key);
      for (const auto& [name, value] : write.entries)
        if (name == validation_parameter && !value.empty()) keys_[write.key] = value;
    }
  }
}

}  // namespace tradelane::gateway
