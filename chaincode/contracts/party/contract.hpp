// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "chaincode/contract/router.hpp"

namespace tradelane::party {

/// The contract `party`: who may act. Rule book: README.md.
contract::Contract contract();

}  // namespace tradelane::party
