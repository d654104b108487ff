// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <atomic>
#include <memory>
#include <mutex>
#include <vector>

#include "chaincode/ledger/chaincode.hpp"

/// A chaincode that is no contract of ours, to drive the shim with: args[0] names what to do.
namespace tradelane::test {

class ToyChaincode : public ledger::Chaincode {
 public:
  ledger::Outcome invoke(const ledger::Invocation& call, ledger::ReadView& view) const override;

  /// How many calls were begun and how many came to their end, in whatever way.
  mutable std::atomic<int> begun = 0;
  mutable std::atomic<int> ended = 0;

 private:
  /// A new object for each call, all kept: no two calls find the same place in memory.
  const int* somewhere() const;

  mutable std::mutex kept_lock_;
  mutable std::vector<std::unique_ptr<int>> kept_;
};

}  // namespace tradelane::test
