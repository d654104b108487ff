// SPDX-License-Identifier: Apache-2.0
#include "chaincode/crypto/digest.hpp"

#include <memory>

#include "chaincode/crypto/openssl.hpp"

namespace tradelane::crypto {
namespace {

/// Fetched once and kept: OpenSSL looks up an algorithm that is only named again for every message,
/// which takes as long as 250 bytes of it.
class Algorithm {
 public:
  explicit Algorithm(const char* name) : kind_(EVP_MD_fetch(nullptr, name, nullptr), EVP_MD_free) {
    openssl::require(kind_ != nullptr, name);
  }
  Bytes digest(std::string_view message) const {
    Bytes out(static_cast<std::size_t>(EVP_MD_get_size(kind_.get())), '\0');
    unsigned size = 0;
    openssl::require(EVP_Digest(message.data(), message.size(), openssl::data(out), &size,
                                kind_.get(), nullptr) == 1,
                     "digest");
    return out;
  }

 private:
  std::unique_ptr<EVP_MD, void (*)(EVP_MD*)> kind_;
};

}  // namespace

Bytes sha256(std::string_view message) {
  static const Algorithm algorithm("SHA256");
  return algorithm.digest(message);
}

Bytes sha384(std::string_view message) {
  static const Algorithm algorithm("SHA384");
  return algorithm.digest(message);
}

Bytes sha512(std::string_view message) {
  static const Algorithm algorithm("SHA512");
  return algorithm.digest(message);
}

Bytes sha3_256(std::string_view message) {
  static const Algorithm algorithm("SHA3-256");
  return algorithm.digest(message);
}

Bytes sha3_384(std::string_view message) {
  static const Algorithm algorithm("SHA3-384");
  return algorithm.digest(message);
}

Bytes sm3(std::string_view message) {
  static const Algorithm algorithm("SM3");
  return algorithm.digest(message);
}

Digest sha256_hex(std::string_view message) { return *Digest::parse(to_hex(sha256(message))); }

}  // namespace tradelane::crypto
