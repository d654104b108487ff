// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <memory>
#include <string_view>

#include "chaincode/base/bytes.hpp"
#include "chaincode/base/result.hpp"

namespace tradelane::gateway {

/// Port: whoever can sign for an identity, a key in memory or a device. Safe from any thread.
class Signer {
 public:
  virtual ~Signer() = default;

  /// The signature over `message` as Fabric's MSP verifies it: ECDSA in DER with s <= n/2 over
  /// SHA-256 (P-256) or SHA-384 (P-384), or Ed25519 over the message itself. Throws `Fault` when
  /// the key cannot be used.
  virtual Bytes sign(std::string_view message) const = 0;
};

/// A key of P-256, P-384 or Ed25519 in PEM, kept in memory. GW_CONFIG for any other.
Result<std::shared_ptr<const Signer>> signer_from_pem(std::string_view pem);

}  // namespace tradelane::gateway
