// SPDX-License-Identifier: Apache-2.0
#include "chaincode/crypto/public_key.hpp"

#include <algorithm>
#include <array>

#include <openssl/core_names.h>
#include <openssl/param_build.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>

#include "chaincode/base/bytes.hpp"
#include "chaincode/crypto/ecdsa_form.hpp"
#include "chaincode/crypto/public_key_impl.hpp"

namespace tradelane::crypto {
namespace {

using openssl::PKey;
using openssl::PKeyCtx;
using ParamBuild = openssl::Owned<OSSL_PARAM_BLD, OSSL_PARAM_BLD_free>;
using Params = openssl::Owned<OSSL_PARAM, OSSL_PARAM_free>;

struct AlgorithmRow {
  Algorithm algorithm;
  std::string_view text;
  KeyKind kind;
};
constexpr std::array algorithms{
    AlgorithmRow{Algorithm::es256, "ES256", KeyKind::p256},
    AlgorithmRow{Algorithm::es384, "ES384", KeyKind::p384},
    AlgorithmRow{Algorithm::es512, "ES512", KeyKind::p521},
    AlgorithmRow{Algorithm::eddsa, "EdDSA", KeyKind::ed25519},
    AlgorithmRow{Algorithm::sm2_sm3, "SM2-SM3", KeyKind::sm2},
    AlgorithmRow{Algorithm::rs256, "RS256", KeyKind::rsa},
    AlgorithmRow{Algorithm::rs384, "RS384", KeyKind::rsa},
    AlgorithmRow{Algorithm::rs512, "RS512", KeyKind::rsa},
    AlgorithmRow{Algorithm::ps256, "PS256", KeyKind::rsa},
    AlgorithmRow{Algorithm::ps384, "PS384", KeyKind::rsa},
    AlgorithmRow{Algorithm::ps512, "PS512", KeyKind::rsa},
};

struct Curve {
  const char* name;          // in a JWK, and to OpenSSL
  std::string_view printed;  // as OpenSSL may call it
  KeyKind kind;
};
constexpr std::array curves{
    Curve{"P-256", "prime256v1", KeyKind::p256}, Curve{"P-384", "secp384r1", KeyKind::p384},
    Curve{"P-521", "secp521r1", KeyKind::p521}, Curve{"SM2", "SM2", KeyKind::sm2}};

Error bad_key(const char* why) { return refuse(Code::party_key, "", why); }

PKey from_params(const char* type, OSSL_PARAM_BLD* build) {
  const Params params(OSSL_PARAM_BLD_to_param(build));
  const PKeyCtx context(EVP_PKEY_CTX_new_from_name(nullptr, type, nullptr));
  EVP_PKEY* key = nullptr;
  const bool made = params && context && EVP_PKEY_fromdata_init(context.get()) == 1 &&
                    EVP_PKEY_fromdata(context.get(), &key, EVP_PKEY_PUBLIC_KEY, params.get()) == 1;
  openssl::forget_errors();
  return made ? PKey(key) : PKey();
}

Result<PublicKey> from_ec(const Jwk& jwk) {
  const auto curve = std::find_if(curves.begin(), curves.end(),
                                  [&](const Curve& row) { return row.name == jwk.crv; });
  if (curve == curves.end()) return bad_key("curve");
  const std::size_t size = field_bytes(curve->kind);
  const auto x = from_base64url(jwk.x);
  const auto y = from_base64url(jwk.y);
  if (!x || !y || x->size() != size || y->size() != size) return bad_key("coordinates");
  const Bytes point = "\x04" + *x + *y;
  const ParamBuild build(OSSL_PARAM_BLD_new());
  OSSL_PARAM_BLD_push_utf8_string(build.get(), OSSL_PKEY_PARAM_GROUP_NAME, curve->name, 0);
  OSSL_PARAM_BLD_push_octet_string(build.get(), OSSL_PKEY_PARAM_PUB_KEY, point.data(),
                                   point.size());
  return adopt(from_params(curve->kind == KeyKind::sm2 ? "SM2" : "EC", build.get()));
}

Result<PublicKey> from_okp(const Jwk& jwk) {
  const auto x = from_base64url(jwk.x);
  if (jwk.crv != "Ed25519" || !x || x->size() != 32) return bad_key("Ed25519 key");
  PKey key(EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, openssl::data(*x), x->size()));
  return adopt(std::move(key));
}

Result<PublicKey> from_rsa(const Jwk& jwk) {
  const auto n = from_base64url(jwk.n);
  const auto e = from_base64url(jwk.e);
  if (!n || !e || n->size() > 1024 || e->empty() || e->size() > 8) return bad_key("RSA key");
  const openssl::BigNumber modulus(
      BN_bin2bn(openssl::data(*n), static_cast<int>(n->size()), nullptr));
  const openssl::BigNumber exponent(
      BN_bin2bn(openssl::data(*e), static_cast<int>(e->size()), nullptr));
  const ParamBuild build(OSSL_PARAM_BLD_new());
  OSSL_PARAM_BLD_push_BN(build.get(), OSSL_PKEY_PARAM_RSA_N, modulus.get());
  OSSL_PARAM_BLD_push_BN(build.get(), OSSL_PKEY_PARAM_RSA_E, exponent.get());
  return adopt(from_params("RSA", build.get()));
}

std::string number_text(const EVP_PKEY* key, const char* name, std::size_t size) {
  BIGNUM* value = nullptr;
  openssl::require(EVP_PKEY_get_bn_param(key, name, &value) == 1, "key parameter");
  const openssl::BigNumber owned(value);
  Bytes out(size == 0 ? static_cast<std::size_t>(BN_num_bytes(value)) : size, '\0');
  BN_bn2binpad(value, openssl::data(out), static_cast<int>(out.size()));
  return to_base64url(out);
}

/// With an exponent of 1 a message would be its own signature.
bool is_sound_rsa(const EVP_PKEY* key) {
  const int bits = EVP_PKEY_get_bits(key);
  BIGNUM* exponent = nullptr;
  openssl::require(EVP_PKEY_get_bn_param(key, OSSL_PKEY_PARAM_RSA_E, &exponent) == 1, "exponent");
  const openssl::BigNumber owned(exponent);
  return bits >= 2048 && bits <= 8192 && BN_is_odd(exponent) == 1 && BN_is_one(exponent) == 0;
}

const EVP_MD* digest_of(Algorithm algorithm) {
  switch (algorithm) {
    case Algorithm::es256:
    case Algorithm::rs256:
    case Algorithm::ps256:
      return EVP_sha256();
    case Algorithm::es384:
    case Algorithm::rs384:
    case Algorithm::ps384:
      return EVP_sha384();
    case Algorithm::es512:
    case Algorithm::rs512:
    case Algorithm::ps512:
      return EVP_sha512();
    case Algorithm::sm2_sm3:
      return EVP_sm3();
    case Algorithm::eddsa:
      break;
  }
  return nullptr;
}

bool is_pss(Algorithm algorithm) {
  return algorithm == Algorithm::ps256 || algorithm == Algorithm::ps384 ||
         algorithm == Algorithm::ps512;
}

bool digest_verify(Algorithm algorithm, EVP_PKEY* key, std::string_view message,
                   std::string_view signature, std::string_view sm2_id) {
  const openssl::MdCtx context(EVP_MD_CTX_new());
  const PKeyCtx key_context(EVP_PKEY_CTX_new_from_pkey(nullptr, key, nullptr));
  openssl::require(context && key_context, "verification context");
  if (algorithm == Algorithm::sm2_sm3) {
    // OpenSSL 3.0 takes an empty identity unless told otherwise.
    if (EVP_PKEY_CTX_set1_id(key_context.get(), sm2_id.data(), static_cast<int>(sm2_id.size())) !=
        1)
      return false;
    EVP_MD_CTX_set_pkey_ctx(context.get(), key_context.get());
  }
  EVP_PKEY_CTX* inner = nullptr;
  if (EVP_DigestVerifyInit(context.get(), &inner, digest_of(algorithm), nullptr, key) != 1)
    return false;
  if (is_pss(algorithm) && (EVP_PKEY_CTX_set_rsa_padding(inner, RSA_PKCS1_PSS_PADDING) != 1 ||
                            EVP_PKEY_CTX_set_rsa_pss_saltlen(inner, RSA_PSS_SALTLEN_DIGEST) != 1))
    return false;
  return EVP_DigestVerify(context.get(), openssl::data(signature), signature.size(),
                          openssl::data(message), message.size()) == 1;
}

}  // namespace

std::optional<KeyKind> kind_of(const EVP_PKEY* key) {
  if (EVP_PKEY_is_a(key, "ED25519") == 1) return KeyKind::ed25519;
  if (EVP_PKEY_is_a(key, "RSA") == 1) return KeyKind::rsa;
  if (EVP_PKEY_is_a(key, "SM2") == 1) return KeyKind::sm2;
  if (EVP_PKEY_is_a(key, "EC") != 1) return std::nullopt;
  char group[64] = "";
  std::size_t size = 0;
  if (EVP_PKEY_get_group_name(key, group, sizeof group, &size) != 1) return std::nullopt;
  const std::string_view name(group, size);
  for (const Curve& curve : curves)
    if (name == curve.name || name == curve.printed) return curve.kind;
  return std::nullopt;
}

Result<PublicKey> adopt(PKey key) {
  if (!key) return bad_key("no such key");
  const auto kind = kind_of(key.get());
  if (!kind) return bad_key("kind of key");
  if (*kind == KeyKind::rsa) {
    if (!is_sound_rsa(key.get())) return bad_key("RSA key length or exponent");
  } else if (*kind != KeyKind::ed25519) {
    const PKeyCtx context(EVP_PKEY_CTX_new_from_pkey(nullptr, key.get(), nullptr));
    const bool sound = EVP_PKEY_public_check(context.get()) == 1;
    openssl::forget_errors();
    if (!sound) return bad_key("point is not on the curve");
  }
  return PublicKey(std::make_shared<const PublicKey::Impl>(PublicKey::Impl{*kind, std::move(key)}));
}

Result<PublicKey> PublicKey::from_jwk(const Jwk& jwk) {
  if (jwk.kty == "EC") return from_ec(jwk);
  if (jwk.kty == "OKP") return from_okp(jwk);
  if (jwk.kty == "RSA") return from_rsa(jwk);
  return bad_key("kty");
}

Result<PublicKey> PublicKey::from_pem(std::string_view pem) {
  const openssl::Bio bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
  PKey key(PEM_read_bio_PUBKEY(bio.get(), nullptr, openssl::no_pass_phrase, nullptr));
  openssl::forget_errors();
  return adopt(std::move(key));
}

KeyKind PublicKey::kind() const { return impl_->kind; }

Jwk PublicKey::jwk() const {
  const EVP_PKEY* key = impl_->key.get();
  if (impl_->kind == KeyKind::rsa)
    return {.kty = "RSA", .n = number_text(key, "n", 0), .e = number_text(key, "e", 0)};
  if (impl_->kind == KeyKind::ed25519) {
    Bytes raw(32, '\0');
    std::size_t size = raw.size();
    openssl::require(EVP_PKEY_get_raw_public_key(key, openssl::data(raw), &size) == 1, "key");
    return {.kty = "OKP", .crv = "Ed25519", .x = to_base64url(raw)};
  }
  const std::size_t size = field_bytes(impl_->kind);
  const auto curve = std::find_if(curves.begin(), curves.end(),
                                  [&](const Curve& row) { return row.kind == impl_->kind; });
  return {.kty = "EC",
          .crv = curve->name,
          .x = number_text(key, OSSL_PKEY_PARAM_EC_PUB_X, size),
          .y = number_text(key, OSSL_PKEY_PARAM_EC_PUB_Y, size)};
}

std::string_view text_of(Algorithm algorithm) {
  for (const AlgorithmRow& row : algorithms)
    if (row.algorithm == algorithm) return row.text;
  return {};
}

std::optional<Algorithm> parse_algorithm(std::string_view text) {
  for (const AlgorithmRow& row : algorithms)
    if (row.text == text) return row.algorithm;
  return std::nullopt;
}

bool verify(Algorithm algorithm, const PublicKey& key, std::string_view message,
            std::string_view signature, Encoding encoding, std::string_view sm2_id) {
  const KeyKind kind = key.kind();
  for (const AlgorithmRow& row : algorithms)
    if (row.algorithm == algorithm && row.kind != kind) return false;
  Bytes form(signature);
  if (has_pairs(kind)) {
    auto der = to_der(kind, signature, encoding);
    if (!der) return false;
    form = std::move(*der);
  } else if (kind == KeyKind::ed25519 && signature.size() != 64) {
    return false;
  }
  const bool good = digest_verify(algorithm, key.impl().key.get(), message, form, sm2_id);
  openssl::forget_errors();
  return good;
}

}  // namespace tradelane::crypto
