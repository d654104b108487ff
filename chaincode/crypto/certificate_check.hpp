// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>
#include <string_view>

#include "chaincode/crypto/public_key.hpp"

/// What a peer checks of a certificate and a signature. A chaincode server never needs it: its peer
/// has done it. Safe from any thread.
namespace tradelane::crypto {

/// True when the key of `authority` signed `certificate` and the names and key identifiers agree;
/// both in PEM. Validity in time and revocation are not looked at.
bool issued_by(std::string_view certificate, std::string_view authority);

/// The same for several authorities, one PEM behind the other: one of them is enough.
bool issued_by_any(std::string_view certificate, std::string_view authorities);

/// The public key inside a PEM certificate; PARTY_KEY when there is none of our kinds.
Result<PublicKey> key_of_certificate(std::string_view pem);

/// SHA-256 of the certificate's DER, as Fabric names a TLS certificate; absent when `pem` is none.
std::optional<Bytes> certificate_hash(std::string_view pem);

/// As Fabric verifies what its clients sign: ECDSA on P-256 or P-384, either over SHA-256,
/// in DER with s <= n/2, or Ed25519. False for any other key.
bool verify_fabric_signature(const PublicKey& key, std::string_view message,
                             std::string_view signature);

}  // namespace tradelane::crypto
