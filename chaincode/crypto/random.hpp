// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <string>
#include <string_view>

#include "chaincode/base/bytes.hpp"

/// What only a client may do: randomness and secret keys. Safe from any thread.
namespace tradelane::crypto {

/// `count` bytes of the operating system's cryptographic random numbers.
Bytes random_bytes(std::size_t count);

/// A new identifier of 26 digits and capitals (RFC 4648 base32 of 16 random bytes).
std::string random_id26();

/// From 0 to 999, even enough for the jitter of a wait.
int random_thousandths();

Bytes hmac_sha256(std::string_view key, std::string_view message);

}  // namespace tradelane::crypto
