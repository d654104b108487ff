// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string_view>

#include "chaincode/base/bytes.hpp"

/// FIPS 202. Pure functions of their input, safe from any thread. Nothing on the ledger uses them;
/// an MSP of Fabric may ask for them below signatures.
namespace tradelane::crypto {

Bytes sha3_256(std::string_view message);
Bytes sha3_384(std::string_view message);

}  // namespace tradelane::crypto
