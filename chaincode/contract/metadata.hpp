// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <vector>

#include "chaincode/contract/router.hpp"

namespace tradelane::contract {

/// The answer of `org.hyperledger.fabric:GetMetadata`, from the same field listings that decode the
/// arguments. Pure: the same contracts give the same JSON.
Json metadata(const std::vector<Contract>& contracts);

}  // namespace tradelane::contract
