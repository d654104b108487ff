// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "chaincode/contract/router.hpp"

namespace tradelane::evidence {

/// The contract `evidence`: what feeds say, and what it proves. Rule book: README.md.
contract::Contract contract();

}  // namespace tradelane::evidence
