// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "chaincode/contract/router.hpp"

namespace tradelane::consent {

/// The contract `consent`: permission to share data. Rule book: README.md.
contract::Contract contract();

}  // namespace tradelane::consent
