// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>
#include <string_view>
#include <vector>

#include "chaincode/contract/party_record.hpp"
#include "chaincode/crypto/public_key.hpp"

/// Verification keys as records keep them, and what can be checked with them.
namespace tradelane::contract {

/// A key and the one algorithm that it may be used with: EC P-256 → ES256, EC SM2 → SM2-SM3, OKP
/// Ed25519 → EdDSA. RSA and other curves sign no acts.
struct UsableKey {
  crypto::PublicKey key;
  crypto::Algorithm algorithm;
};

/// PARTY_KEY when the JWK is no point on its curve, of an unknown kind or too short.
Result<UsableKey> usable_key(const JwkText& jwk);

/// The key called `kid` if it may sign at `at`.
std::optional<UsableKey> find_key(const std::vector<VerificationKey>& keys, std::string_view kid,
                                  Timestamp at);

/// `signature` as r‖s or as an Ed25519 signature, 64 bytes.
bool verify_raw(const UsableKey& key, std::string_view message, std::string_view signature);

}  // namespace tradelane::contract
