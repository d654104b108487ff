// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "chaincode/crypto/openssl.hpp"
#include "chaincode/crypto/private_key.hpp"

/// What a private key is inside, for the .cpp files of this folder only.
namespace tradelane::crypto {

struct PrivateKey::Impl {
  KeyKind kind;
  openssl::PKey key;
};

}  // namespace tradelane::crypto
