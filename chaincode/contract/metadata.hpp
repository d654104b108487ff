// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <vector>

#include "chaincode/contract/router.hpp"

namespace tradelane::contract {

/// The answer of `org.hyperledger.fabric:GetMetadata`: valid against the contract schema that
/// Fabric's contract APIs publish, and made from what the router itself goes by. Parameters and
/// answers come from the field listings that decode and encode them. Each transaction has the
/// member `x-access`, of which that schema knows nothing: {caller, roles, signatures}, where
/// `caller` is a text of `Who::Kind`, the party needs one of `roles` unless there are none, and
/// `signatures` says whether the argument object has a place for companies' signatures.
///
/// Pure: the same contracts give the same JSON. `Fault` when two types share one name, because one
/// would then be described as the other.
Json metadata(const std::vector<Contract>& contracts);

}  // namespace tradelane::contract
