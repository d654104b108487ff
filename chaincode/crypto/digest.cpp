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
  Bytes digest(std::initializer_list<std::string_view> parts) const {
    // As EVP_Digest, but for a context that lasts: a new one takes as long as 1 KiB of a message.
    thread_local const std::unique_ptr<EVP_MD_CTX, void (*)(EVP_MD_CTX*)> context(EVP_MD_CTX_new(),
                                                                                  EVP_MD_CTX_free);
    openssl::require(context != nullptr, "digest");
    Bytes out(static_cast<std::size_t>(EVP_MD_get_size(kind_.get())), '\0');
    bool is_done = EVP_DigestInit_ex(context.get(), kind_.get(), nullptr) == 1;
    for (const std::string_view part : parts)
      is_done = is_done && EVP_DigestUpdate(context.get(), part.data(), part.size()) == 1;
    is_done = is_done && EVP_DigestFinal_ex(context.get(), openssl::data(out), nullptr) == 1;
    openssl::require(is_done, "digest");
    return out;
  }

 private:
  std::unique_ptr<EVP_MD, void (*)(EVP_MD*)> kind_;
};

}  // namespace

Bytes sha256(std::string_view message) { return sha256({message}); }

Bytes sha256(std::initializer_list<std::string_view> parts) {
  static const Algorithm algorithm("SHA256");
  return algorithm.digest(parts);
}

Bytes sha384(std::string_view message) {
  static const Algorithm algorithm("SHA384");
  return algorithm.digest({message});
}

Bytes sha512(std::string_view message) {
  static const Algorithm algorithm("SHA512");
  return algorithm.digest({message});
}

Bytes sha3_256(std::string_view message) {
  static const Algorithm algorithm("SHA3-256");
  return algorithm.digest({message});
}

Bytes sha3_384(std::string_view message) {
  static const Algorithm algorithm("SHA3-384");
  return algorithm.digest({message});
}

Bytes sm3(std::string_view message) {
  static const Algorithm algorithm("SM3");
  return algorithm.digest({message});
}

Digest sha256_hex(std::string_view message) { return *Digest::parse(to_hex(sha256(message))); }

}  // namespace tradelane::crypto
