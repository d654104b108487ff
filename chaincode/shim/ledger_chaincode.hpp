// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <set>
#include <string>

#include "chaincode/ledger/chaincode.hpp"
#include "chaincode/shim/chaincode.hpp"

namespace tradelane::shim {

/// Runs a `ledger::Chaincode`: hands it the call as the client proposed it, and writes the changes
/// that it answers with below 400.
///
/// A call through another chaincode is a `Fault` (the other one chose the arguments, in the name
/// of a creator who may know nothing of them), unless it comes from one of `callers` on the same
/// channel. So is a proposal that cannot be read or whose txid does not belong to it.
class LedgerChaincode : public Chaincode {
 public:
  /// `chaincode` outlives this one.
  explicit LedgerChaincode(const ledger::Chaincode& chaincode, std::set<std::string> callers = {})
      : chaincode_(chaincode), callers_(std::move(callers)) {}

  Response invoke(Stub& stub) const override;

 private:
  /// Views of what the stub keeps.
  ledger::Invocation read_call(const Stub& stub) const;

  const ledger::Chaincode& chaincode_;
  std::set<std::string> callers_;
};

}  // namespace tradelane::shim
