// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "chaincode/shim/chaincode.hpp"

/// A chaincode that does what its arguments tell it, one operation after the other, and answers
/// with a line of text for each. tests/interop/program.mjs is the same on Fabric's shim for Node.
namespace tradelane::test {

/// Arguments: each operation's name, followed by what it takes; a list is its length and its
/// elements, and a limit of 0 rows is none. The table is in the source.
///
/// `respond STATUS MESSAGE` says how to end, with the lines so far as payload; without it the end
/// is 200. `fail TEXT` throws.
class ProgramChaincode : public shim::Chaincode {
 public:
  shim::Response invoke(shim::Stub& stub) const override;
};

}  // namespace tradelane::test
