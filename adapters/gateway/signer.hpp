// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>

#include "chaincode/base/bytes.hpp"
#include "chaincode/base/result.hpp"

namespace tradelane::gateway {

/// What is signed in place of a message. Fabric's peers verify ECDSA of every curve over SHA-256,
/// unless the MSP of the organisation asks for SHA3 (then SHA3-256), and Ed25519 over the message
/// itself. The others are what the official clients also offer.
enum class Hash : std::uint8_t { none, sha256, sha384, sha3_256, sha3_384 };
/// `none` gives the message back.
Bytes digest(Hash hash, std::string_view message);

/// Port: whoever can sign for an identity, a key in memory or a device. Safe from any thread.
class Signer {
 public:
  virtual ~Signer() = default;

  /// The signature over `message` as Fabric's MSP verifies it: ECDSA in DER with s <= n/2 over a
  /// hash, or Ed25519 over the message itself. Throws `Fault` when the key cannot be used.
  virtual Bytes sign(std::string_view message) const = 0;
};

/// A key of P-256, P-384 or Ed25519 in PEM, kept in memory. `hash` absent: what Fabric verifies by
/// default. GW_CONFIG for any other key, for ECDSA without a hash and for Ed25519 with one.
Result<std::shared_ptr<const Signer>> signer_from_pem(std::string_view pem,
                                                      std::optional<Hash> hash = {});

}  // namespace tradelane::gateway
