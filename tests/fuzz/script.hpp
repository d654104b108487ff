// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string_view>

#include "chaincode/shim/chaincode.hpp"

namespace tradelane::fuzz {

/// A chaincode whose whole behaviour is bytes: how it ends, then which functions of the stub it
/// calls and with what. It may go on after whatever they throw. Ends the process when a function
/// gives what it never may.
shim::Response run_script(shim::Stub& stub, std::string_view script);

}  // namespace tradelane::fuzz
