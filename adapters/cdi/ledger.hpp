// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>

#include "adapters/cdi/delivery.hpp"
#include "adapters/gateway/gateway.hpp"

/// The ledger and the data node as they are reached in production.
namespace tradelane::cdi {

/// Asks through a gateway, as its identity. Safe from any thread.
class GatewayReads final : public LedgerReads {
 public:
  struct Target {
    std::string channel = {};
    std::string chaincode = {};
  };
  /// `gateway` outlives it.
  GatewayReads(gateway::Gateway& gateway, Target target)
      : gateway_(gateway), target_(std::move(target)) {}

  Result<consent::ConsentView> consent(const consent::ConsentId& id) override;
  Result<consent::JournalView> journal(const consent::ConsentId& id) override;
  Result<evidence::EvidenceView> evidence(const evidence::EvidenceId& id) override;

 private:
  Result<Json> ask(const std::string& function, const Json& args);

  gateway::Gateway& gateway_;
  Target target_;
};

}  // namespace tradelane::cdi
