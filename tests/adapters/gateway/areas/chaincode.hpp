// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <atomic>
#include <string>

#include <unistd.h>

#include "tests/support/toy_chaincode_program.hpp"

namespace tradelane::test {

/// ProgramChaincode and what no chaincode should do: `differ` never gives the same answer twice.
class AreasChaincode : public shim::Chaincode {
 public:
  shim::Response invoke(shim::Stub& stub) const override {
    // Whoever deploys it asks for metadata, to see that it answers.
    if (stub.function() == "org.hyperledger.fabric:GetMetadata")
      return shim::Response::success("{}");
    if (stub.function() == "differ")
      return shim::Response::success(std::to_string(::getpid()) + "." + std::to_string(++calls_));
    return program_.invoke(stub);
  }

 private:
  ProgramChaincode program_;
  mutable std::atomic<int> calls_ = 0;
};

}  // namespace tradelane::test
