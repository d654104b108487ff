// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <memory>
#include <optional>
#include <string>

#include "adapters/gateway/signer.hpp"

namespace tradelane::gateway {

/// A key in a device that speaks PKCS#11 (OASIS PKCS#11 2.40): it never leaves there.
struct Pkcs11Key {
  /// The vendor's shared library.
  std::string module = {};
  /// CKA_LABEL of the token.
  std::string token = {};
  /// The user's PIN. Kept in memory: a session that the device has lost is opened again.
  std::string pin = {};
  /// CKA_ID of the private key, as bytes.
  Bytes id = {};
  /// As for `signer_from_pem`.
  std::optional<Hash> hash = {};
};

/// A key on P-256, P-384 or Ed25519. GW_CONFIG says what cannot be used: the library, the token,
/// the PIN, the key. One signature at a time; safe from any thread. A process that forks makes a
/// new one in the child.
Result<std::shared_ptr<const Signer>> signer_from_pkcs11(const Pkcs11Key& key);

}  // namespace tradelane::gateway
