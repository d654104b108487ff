// SPDX-License-Identifier: Apache-2.0
#include "chaincode/crypto/sha3.hpp"

#include "chaincode/crypto/openssl.hpp"

namespace tradelane::crypto {
namespace {

Bytes digest(const EVP_MD* kind, std::string_view message) {
  Bytes out(static_cast<std::size_t>(EVP_MD_get_size(kind)), '\0');
  unsigned size = 0;
  openssl::require(
      EVP_Digest(message.data(), message.size(), openssl::data(out), &size, kind, nullptr) == 1,
      "digest");
  return out;
}

}  // namespace

Bytes sha3_256(std::string_view message) { return digest(EVP_sha3_256(), message); }
Bytes sha3_384(std::string_view message) { return digest(EVP_sha3_384(), message); }

}  // namespace tradelane::crypto
