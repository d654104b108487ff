// SPDX-License-Identifier: Apache-2.0
#include "chaincode/crypto/digest.hpp"

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

Bytes sha256(std::string_view message) { return digest(EVP_sha256(), message); }
Bytes sha384(std::string_view message) { return digest(EVP_sha384(), message); }
Bytes sha512(std::string_view message) { return digest(EVP_sha512(), message); }
Bytes sm3(std::string_view message) { return digest(EVP_sm3(), message); }

Digest sha256_hex(std::string_view message) { return *Digest::parse(to_hex(sha256(message))); }

}  // namespace tradelane::crypto
