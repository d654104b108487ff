// SPDX-License-Identifier: Apache-2.0
#include "chaincode/crypto/digest_signature.hpp"

#include "chaincode/crypto/ecdsa_form.hpp"
#include "chaincode/crypto/private_key_impl.hpp"
#include "chaincode/crypto/public_key_impl.hpp"

namespace tradelane::crypto {
namespace {

void require_curve(KeyKind kind) {
  if (kind != KeyKind::p256 && kind != KeyKind::p384)
    throw Fault("only keys on P-256 and P-384 sign a digest");
}

Bytes low_s(KeyKind kind, std::string_view der) {
  return der_from_raw(raw_from_der(kind, der, true));
}

}  // namespace

Bytes sign_digest(const PrivateKey& key, std::string_view digest) {
  require_curve(key.kind());
  EVP_PKEY* const secret = key.impl().key.get();
  const openssl::PKeyCtx context(EVP_PKEY_CTX_new_from_pkey(nullptr, secret, nullptr));
  openssl::require(EVP_PKEY_sign_init(context.get()) == 1, "sign");
  std::size_t size = static_cast<std::size_t>(EVP_PKEY_get_size(secret));
  Bytes made(size, '\0');
  openssl::require(EVP_PKEY_sign(context.get(), openssl::data(made), &size, openssl::data(digest),
                                 digest.size()) == 1,
                   "sign");
  made.resize(size);
  return low_s(key.kind(), made);
}

Bytes low_s_der(KeyKind kind, std::string_view raw) {
  require_curve(kind);
  const auto der = to_der(kind, raw, Encoding::raw);
  if (!der) throw Fault("a signature has not the form of its key");
  return low_s(kind, *der);
}

bool verify_digest(const PublicKey& key, std::string_view digest, std::string_view signature) {
  require_curve(key.kind());
  const auto der = to_der(key.kind(), signature, Encoding::der);
  if (!der || !has_low_s(key.kind(), raw_from_der(key.kind(), *der, false))) return false;
  const openssl::PKeyCtx context(
      EVP_PKEY_CTX_new_from_pkey(nullptr, key.impl().key.get(), nullptr));
  openssl::require(EVP_PKEY_verify_init(context.get()) == 1, "verify");
  const bool good = EVP_PKEY_verify(context.get(), openssl::data(*der), der->size(),
                                    openssl::data(digest), digest.size()) == 1;
  openssl::forget_errors();
  return good;
}

}  // namespace tradelane::crypto
