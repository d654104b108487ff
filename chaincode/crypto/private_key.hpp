// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <memory>
#include <string>
#include <string_view>

#include "chaincode/crypto/public_key.hpp"

namespace tradelane::crypto {

/// A signing key. Cheap to copy, safe from any thread; its bytes leave it only through `pem`.
class PrivateKey {
 public:
  struct Impl;

  static PrivateKey generate(KeyKind kind);
  /// PKCS#8 or traditional PEM without a pass phrase. PARTY_KEY for what is none of our kinds.
  static Result<PrivateKey> from_pem(std::string_view pem);

  /// PKCS#8 PEM, unencrypted.
  std::string pem() const;
  PublicKey public_key() const;
  KeyKind kind() const;

  /// ECDSA with s <= n/2, as Fabric asks for. The algorithm must fit the key, else `Fault`.
  Bytes sign(Algorithm algorithm, std::string_view message, Encoding encoding = Encoding::raw,
             std::string_view sm2_id = sm2_default_id) const;

  explicit PrivateKey(std::shared_ptr<const Impl> impl) : impl_(std::move(impl)) {}
  const Impl& impl() const { return *impl_; }

 private:
  std::shared_ptr<const Impl> impl_;
};

/// The algorithm with which a key of this kind signs acts, proposals and envelopes.
Algorithm natural_algorithm(KeyKind kind);

/// A compact JWS over `payload` with `alg` and, when not empty, `kid` in its header.
std::string sign_jws(const PrivateKey& key, std::string_view payload, std::string_view kid);

}  // namespace tradelane::crypto
