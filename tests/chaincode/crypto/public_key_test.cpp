// SPDX-License-Identifier: Apache-2.0
// Tests also: chaincode/crypto/openssl.cpp
#include "chaincode/crypto/public_key.hpp"

#include <doctest/doctest.h>
#include <openssl/rsa.h>

#include "chaincode/crypto/public_key_impl.hpp"

using namespace tradelane;
using namespace tradelane::crypto;

namespace {

std::string url(std::string_view hex) { return to_base64url(*from_hex(hex)); }

/// GB/T 32918.5 appendix A.2: the key, message and signature on the recommended curve.
const Jwk gm_key{.kty = "EC",
                 .crv = "SM2",
                 .x = url("09f9df311e5421a150dd7d161e4bc5c672179fad1833fc076bb08ff356f35020"),
                 .y = url("ccea490ce26775a52dc6ea718cc1aa600aed05fbf35e084a6632f6072da9ad13")};
const Bytes gm_r = *from_hex("f5a03b0648d2c4630eeac513e1bb81a15944da3827d5b74143ac7eaceee720b3");
const Bytes gm_s = *from_hex("b1b6aa29df212fd8763182bc0d421ca1bb9038fd1f7f42d4840b69c485bbc1aa");

const Jwk rfc_key{.kty = "EC",
                  .crv = "P-256",
                  .x = "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
                  .y = "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"};

Bytes der(char tag, const Bytes& content) {
  const auto size = content.size();
  Bytes out(1, tag);
  if (size < 0x80) return out + static_cast<char>(size) + content;
  return out + '\x82' + static_cast<char>(size >> 8) + static_cast<char>(size & 0xff) + content;
}

/// A public key of RSA with the exponent 65537: SubjectPublicKeyInfo in PEM.
std::string rsa_pem(const Bytes& modulus) {
  const Bytes algorithm = *from_hex("300d06092a864886f70d0101010500");
  const Bytes numbers = der('\x02', '\0' + modulus) + *from_hex("0203010001");
  const Bytes info = der('\x30', algorithm + der('\x03', '\0' + der('\x30', numbers)));
  return "-----BEGIN PUBLIC KEY-----\n" + to_base64(info) + "\n-----END PUBLIC KEY-----\n";
}

Bytes sign_pss(EVP_PKEY* key, std::string_view message, int salt_length) {
  const openssl::MdCtx context(EVP_MD_CTX_new());
  EVP_PKEY_CTX* inner = nullptr;
  REQUIRE(EVP_DigestSignInit(context.get(), &inner, EVP_sha256(), nullptr, key) == 1);
  REQUIRE(EVP_PKEY_CTX_set_rsa_padding(inner, RSA_PKCS1_PSS_PADDING) == 1);
  REQUIRE(EVP_PKEY_CTX_set_rsa_pss_saltlen(inner, salt_length) == 1);
  Bytes out(256, '\0');
  std::size_t size = out.size();
  REQUIRE(EVP_DigestSign(context.get(), openssl::data(out), &size, openssl::data(message),
                         message.size()) == 1);
  return out;
}

}  // namespace

TEST_CASE("SM2: the published vector verifies, and nothing near it does") {
  const PublicKey key = *PublicKey::from_jwk(gm_key);
  const Bytes good = gm_r + gm_s;
  const auto holds = [&](std::string_view message, std::string_view signature,
                         std::string_view id = sm2_default_id) {
    return verify(Algorithm::sm2_sm3, key, message, signature, Encoding::raw, id);
  };
  CHECK(holds("message digest", good));
  CHECK_FALSE(holds("message digesT", good));
  CHECK_FALSE(holds("message digest", good, ""));
  CHECK_FALSE(holds("message digest", good, "1234567812345679"));
  CHECK_FALSE(holds("message digest", gm_s + gm_r));
  for (std::size_t i = 0; i < good.size(); ++i) {
    Bytes flipped = good;
    flipped[i] = static_cast<char>(flipped[i] ^ 1);
    CHECK_FALSE(holds("message digest", flipped));
  }
}

TEST_CASE("SM2 and ES256: r and s stay within 1 and n - 1, and have their exact length") {
  const Bytes zero(32, '\0');
  const Bytes one = Bytes(31, '\0') + '\x01';
  const Bytes sm2_n = *from_hex("fffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54123");
  const Bytes p256_n =
      *from_hex("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551");
  const PublicKey sm2 = *PublicKey::from_jwk(gm_key);
  const PublicKey p256 = *PublicKey::from_jwk(rfc_key);
  for (const Bytes& bad : {zero + gm_s, gm_r + zero, sm2_n + gm_s, gm_r + sm2_n, gm_r + gm_s + '\0',
                           gm_r, Bytes(), Bytes(64, '\xff')})
    CHECK_FALSE(verify(Algorithm::sm2_sm3, sm2, "message digest", bad));
  for (const Bytes& bad : {zero + one, one + zero, p256_n + one, one + p256_n, Bytes(63, '\x01')})
    CHECK_FALSE(verify(Algorithm::es256, p256, "message", bad));
}

TEST_CASE("public key: what is no key of ours") {
  const auto refused = [](Jwk jwk) {
    const auto key = PublicKey::from_jwk(jwk);
    return !key && key.error().code == Code::party_key;
  };
  Jwk off_curve = gm_key;
  off_curve.y = url("ccea490ce26775a52dc6ea718cc1aa600aed05fbf35e084a6632f6072da9ad14");
  Jwk short_x = gm_key;
  short_x.x = url("09f9");
  Jwk other_curve = rfc_key;
  other_curve.crv = "secp256k1";
  Jwk wrong_curve = rfc_key;
  wrong_curve.crv = "SM2";
  CHECK(refused(off_curve));
  CHECK(refused(short_x));
  CHECK(refused(other_curve));
  CHECK(refused(wrong_curve));
  CHECK(refused({.kty = "oct"}));
  CHECK(refused({.kty = "OKP", .crv = "X25519", .x = rfc_key.x}));
  CHECK(refused({.kty = "OKP", .crv = "Ed25519", .x = url("00")}));
  const std::string modulus = to_base64url(Bytes(256, '\xff'));
  CHECK(PublicKey::from_jwk({.kty = "RSA", .n = modulus, .e = "Aw"}).ok());
  CHECK(refused({.kty = "RSA", .n = to_base64url(Bytes(128, '\xff')), .e = "AQAB"}));
  for (const char* exponent : {"", "AA", "AQ", "Ag", "AQAA"}) {
    CAPTURE(exponent);
    CHECK(refused({.kty = "RSA", .n = modulus, .e = exponent}));
  }
  const auto rsa_of = [](std::string_view first, std::size_t rest) {
    return Jwk{.kty = "RSA", .n = to_base64url(Bytes(first) + Bytes(rest, '\xff')), .e = "AQAB"};
  };
  CHECK(refused(rsa_of("\x7f", 255)));                    // 2047 bits
  CHECK(PublicKey::from_jwk(rsa_of("\x80", 255)).ok());   // 2048
  CHECK(PublicKey::from_jwk(rsa_of("\xff", 1023)).ok());  // 8192
  CHECK(refused(rsa_of("\x01", 1024)));                   // 8193
  CHECK(refused({}));
  CHECK_FALSE(PublicKey::from_pem("no pem"));
}

TEST_CASE("public key: the limits of RSA hold for PEM too") {
  const auto refused = [](std::size_t bytes, const Bytes& first) {
    return !PublicKey::from_pem(rsa_pem(first + Bytes(bytes - first.size(), '\xff'))).ok();
  };
  CHECK_FALSE(refused(1024, "\xff"));
  CHECK(refused(1025, "\x01"));
  CHECK_FALSE(refused(256, "\x80"));
  CHECK(refused(256, "\x7f"));
}

TEST_CASE("public key: the point at infinity is none, in PEM or otherwise") {
  // SubjectPublicKeyInfo of P-256, up to the point.
  const Bytes algorithm = *from_hex("301306072a8648ce3d020106082a8648ce3d030107");
  const auto pem = [&](const Bytes& point) {
    const Bytes info = der('\x30', algorithm + der('\x03', '\0' + point));
    return "-----BEGIN PUBLIC KEY-----\n" + to_base64(info) + "\n-----END PUBLIC KEY-----\n";
  };
  const Bytes good = '\x04' + *from_base64url(rfc_key.x) + *from_base64url(rfc_key.y);
  CHECK(PublicKey::from_pem(pem(good)).ok());
  CHECK_FALSE(PublicKey::from_pem(pem(Bytes(1, '\0'))).ok());
  CHECK_FALSE(PublicKey::from_pem(pem(good.substr(0, 64) + '\0')).ok());
  CHECK_FALSE(PublicKey::from_pem(pem('\x04' + Bytes(64, '\0'))).ok());
}

TEST_CASE("PS256: a salt of another length than the digest's is refused, RFC 7518 3.5") {
  const openssl::PKey key(EVP_RSA_gen(2048));
  const PublicKey known = *adopt(openssl::PKey(EVP_PKEY_dup(key.get())));
  struct Row {
    int salt_length;
    bool holds;
  };
  for (const Row& row : {Row{32, true}, Row{31, false}, Row{33, false}, Row{0, false},
                         Row{20, false}, Row{222, false}}) {
    CAPTURE(row.salt_length);
    const Bytes signature = sign_pss(key.get(), "message", row.salt_length);
    CHECK(verify(Algorithm::ps256, known, "message", signature) == row.holds);
  }
}

TEST_CASE("public key: a JWK comes back as it went in") {
  for (const Jwk& jwk : {gm_key, rfc_key}) {
    const Jwk back = PublicKey::from_jwk(jwk)->jwk();
    CHECK(back.crv == jwk.crv);
    CHECK(back.x == jwk.x);
    CHECK(back.y == jwk.y);
  }
}

TEST_CASE("algorithms: texts both ways; a key serves its own algorithms only") {
  for (const char* text : {"ES256", "ES384", "ES512", "EdDSA", "SM2-SM3", "RS256", "RS384", "RS512",
                           "PS256", "PS384", "PS512"})
    CHECK(text_of(*parse_algorithm(text)) == text);
  for (const char* text : {"none", "HS256", "es256", ""}) CHECK_FALSE(parse_algorithm(text));
  const PublicKey sm2 = *PublicKey::from_jwk(gm_key);
  for (const Algorithm other : {Algorithm::es256, Algorithm::eddsa, Algorithm::rs256})
    CHECK_FALSE(verify(other, sm2, "message digest", gm_r + gm_s));
}
