// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <initializer_list>
#include <string_view>

#include "chaincode/base/bytes.hpp"
#include "chaincode/base/id.hpp"

/// Message digests. Pure functions of their input, safe from any thread.
namespace tradelane::crypto {

Bytes sha256(std::string_view message);
/// Of all parts, one after the other.
Bytes sha256(std::initializer_list<std::string_view> parts);
Bytes sha384(std::string_view message);
Bytes sha512(std::string_view message);
/// FIPS 202. Nothing on the ledger uses them; an MSP of Fabric may ask for them below signatures.
Bytes sha3_256(std::string_view message);
Bytes sha3_384(std::string_view message);
/// GB/T 32905.
Bytes sm3(std::string_view message);

/// SHA-256 in lower-case hexadecimal: the form of every digest on the ledger.
Digest sha256_hex(std::string_view message);

}  // namespace tradelane::crypto
