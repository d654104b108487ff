// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "chaincode/crypto/openssl.hpp"
#include "chaincode/crypto/public_key.hpp"

/// What a public key is inside, for the .cpp files of this folder only.
namespace tradelane::crypto {

struct PublicKey::Impl {
  KeyKind kind;
  openssl::PKey key;
};

/// Takes over `key` when it is of one of our kinds and sound; PARTY_KEY otherwise.
Result<PublicKey> adopt(openssl::PKey key);

/// The kind of an OpenSSL key; absent for kinds that we do not use.
std::optional<KeyKind> kind_of(const EVP_PKEY* key);

}  // namespace tradelane::crypto
