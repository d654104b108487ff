// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "chaincode/contract/party_record.hpp"

/// The keys of this contract, defined where every call needs them.
namespace tradelane::party::key {

using contract::key::boot;
using contract::key::default_party;
using contract::key::party;

}  // namespace tradelane::party::key
