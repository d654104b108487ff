// SPDX-License-Identifier: Apache-2.0
#include "chaincode/crypto/private_key.hpp"

#include <openssl/pem.h>
#include <openssl/rsa.h>

#include "chaincode/base/bytes.hpp"
#include "chaincode/crypto/ecdsa_form.hpp"
#include "chaincode/crypto/private_key_impl.hpp"
#include "chaincode/crypto/public_key_impl.hpp"

namespace tradelane::crypto {
namespace {

using openssl::PKey;

EVP_PKEY* generate_key(KeyKind kind) {
  switch (kind) {
    case KeyKind::p256:
      return EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", "P-256");
    case KeyKind::p384:
      return EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", "P-384");
    case KeyKind::p521:
      return EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", "P-521");
    case KeyKind::sm2:
      return EVP_PKEY_Q_keygen(nullptr, nullptr, "SM2");
    case KeyKind::ed25519:
      return EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519");
    case KeyKind::rsa:
      return EVP_PKEY_Q_keygen(nullptr, nullptr, "RSA", static_cast<std::size_t>(3072));
  }
  return nullptr;
}

bool is_pss(Algorithm algorithm) { return text_of(algorithm).starts_with("PS"); }

const EVP_MD* digest_for(Algorithm algorithm) {
  if (algorithm == Algorithm::eddsa) return nullptr;
  if (algorithm == Algorithm::sm2_sm3) return EVP_sm3();
  const std::string_view text = text_of(algorithm);
  if (text.ends_with("384")) return EVP_sha384();
  return text.ends_with("512") ? EVP_sha512() : EVP_sha256();
}

Bytes digest_sign(Algorithm algorithm, EVP_PKEY* key, std::string_view message,
                  std::string_view sm2_id) {
  const openssl::MdCtx context(EVP_MD_CTX_new());
  const openssl::PKeyCtx key_context(EVP_PKEY_CTX_new_from_pkey(nullptr, key, nullptr));
  if (algorithm == Algorithm::sm2_sm3) {
    openssl::require(EVP_PKEY_CTX_set1_id(key_context.get(), sm2_id.data(),
                                          static_cast<int>(sm2_id.size())) == 1,
                     "SM2 identity");
    EVP_MD_CTX_set_pkey_ctx(context.get(), key_context.get());
  }
  EVP_PKEY_CTX* inner = nullptr;
  openssl::require(
      EVP_DigestSignInit(context.get(), &inner, digest_for(algorithm), nullptr, key) == 1,
      "the algorithm does not fit the key");
  if (is_pss(algorithm))
    openssl::require(EVP_PKEY_CTX_set_rsa_padding(inner, RSA_PKCS1_PSS_PADDING) == 1 &&
                         EVP_PKEY_CTX_set_rsa_pss_saltlen(inner, RSA_PSS_SALTLEN_DIGEST) == 1,
                     "PSS");
  std::size_t size = 0;
  openssl::require(
      EVP_DigestSign(context.get(), nullptr, &size, openssl::data(message), message.size()) == 1,
      "sign");
  Bytes out(size, '\0');
  openssl::require(EVP_DigestSign(context.get(), openssl::data(out), &size, openssl::data(message),
                                  message.size()) == 1,
                   "sign");
  out.resize(size);
  return out;
}

}  // namespace

PrivateKey PrivateKey::generate(KeyKind kind) {
  PKey key(generate_key(kind));
  openssl::require(key != nullptr, "key generation");
  return PrivateKey(std::make_shared<const Impl>(Impl{kind, std::move(key)}));
}

Result<PrivateKey> PrivateKey::from_pem(std::string_view pem) {
  const openssl::Bio bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
  PKey key(PEM_read_bio_PrivateKey(bio.get(), nullptr, openssl::no_pass_phrase, nullptr));
  openssl::forget_errors();
  if (!key) return refuse(Code::party_key, "", "not a private key in PEM without pass phrase");
  const auto kind = kind_of(key.get());
  if (!kind) return refuse(Code::party_key, "", "kind of key");
  return PrivateKey(std::make_shared<const Impl>(Impl{*kind, std::move(key)}));
}

std::string PrivateKey::pem() const {
  const openssl::Bio bio(BIO_new(BIO_s_mem()));
  openssl::require(PEM_write_bio_PrivateKey(bio.get(), impl_->key.get(), nullptr, nullptr, 0,
                                            nullptr, nullptr) == 1,
                   "PEM");
  return openssl::content(bio.get());
}

PublicKey PrivateKey::public_key() const {
  const openssl::Bio bio(BIO_new(BIO_s_mem()));
  openssl::require(PEM_write_bio_PUBKEY(bio.get(), impl_->key.get()) == 1, "PEM");
  auto key = PublicKey::from_pem(openssl::content(bio.get()));
  return std::move(*key);
}

KeyKind PrivateKey::kind() const { return impl_->kind; }

Bytes PrivateKey::sign(Algorithm algorithm, std::string_view message, Encoding encoding,
                       std::string_view sm2_id) const {
  const Bytes made = digest_sign(algorithm, impl_->key.get(), message, sm2_id);
  const KeyKind kind = impl_->kind;
  if (!has_pairs(kind)) return made;
  const bool low_s = kind != KeyKind::sm2;
  const Bytes raw = raw_from_der(kind, made, low_s);
  return encoding == Encoding::raw ? raw : der_from_raw(raw);
}

Algorithm natural_algorithm(KeyKind kind) {
  switch (kind) {
    case KeyKind::p256:
      return Algorithm::es256;
    case KeyKind::p384:
      return Algorithm::es384;
    case KeyKind::p521:
      return Algorithm::es512;
    case KeyKind::sm2:
      return Algorithm::sm2_sm3;
    case KeyKind::ed25519:
      return Algorithm::eddsa;
    case KeyKind::rsa:
      return Algorithm::ps256;
  }
  return Algorithm::es256;
}

std::string sign_jws(const PrivateKey& key, std::string_view payload, std::string_view kid) {
  const Algorithm algorithm = natural_algorithm(key.kind());
  std::string header = R"({"alg":")" + std::string(text_of(algorithm)) + "\"";
  if (!kid.empty()) header += R"(,"kid":")" + std::string(kid) + "\"";
  header += "}";
  const std::string input = to_base64url(header) + "." + to_base64url(payload);
  return input + "." + to_base64url(key.sign(algorithm, input));
}

}  // namespace tradelane::crypto
