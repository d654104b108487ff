// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string_view>

#include "chaincode/crypto/private_key.hpp"

/// ECDSA over a digest that was made elsewhere: Fabric chooses hash and curve apart from each
/// other. Keys on P-256 and P-384; a `Fault` for any other kind of key. Safe from any thread.
namespace tradelane::crypto {

/// DER with s <= n/2, as Fabric's peers ask for.
Bytes sign_digest(const PrivateKey& key, std::string_view digest);

/// The same from r‖s, as devices give it; a `Fault` when it is of another form.
Bytes low_s_der(KeyKind kind, std::string_view raw);

/// False for a signature of any other form, and for s > n/2.
bool verify_digest(const PublicKey& key, std::string_view digest, std::string_view signature);

}  // namespace tradelane::crypto
