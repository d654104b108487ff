// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "chaincode/contract/router.hpp"

namespace tradelane::finance {

/// The contract `finance`: credit secured by cargo. Rule book: README.md.
contract::Contract contract();

}  // namespace tradelane::finance
