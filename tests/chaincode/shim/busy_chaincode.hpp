// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <future>

#include "chaincode/shim/chaincode.hpp"

namespace tradelane::test {

/// For one call, which asks for nothing and is not done before it is told to.
struct BusyChaincode : shim::Chaincode {
  shim::Response invoke(shim::Stub& stub) const override {
    begun.set_value();
    go_on.get_future().wait();
    return shim::Response::success(stub.get("k").value_or("-"));
  }
  mutable std::promise<void> begun = {};
  mutable std::promise<void> go_on = {};
};

}  // namespace tradelane::test
