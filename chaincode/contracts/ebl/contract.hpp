// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "chaincode/contract/router.hpp"

namespace tradelane::ebl {

/// The contract `ebl`: title to goods. Rule book: README.md.
contract::Contract contract();

}  // namespace tradelane::ebl
