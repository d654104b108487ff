// SPDX-License-Identifier: Apache-2.0
#include "chaincode/crypto/certificate_check.hpp"

#include <doctest/doctest.h>

#include "chaincode/crypto/certificate_authority.hpp"
#include "chaincode/crypto/digest.hpp"
#include "chaincode/crypto/digest_signature.hpp"
#include "chaincode/crypto/ecdsa_form.hpp"

using namespace tradelane;
using namespace tradelane::crypto;

namespace {

const Timestamp from = *Timestamp::parse("2026-01-01T00:00:00Z");
const Timestamp to = *Timestamp::parse("2036-01-01T00:00:00Z");

// Made with `openssl req -x509`; the hash is what `openssl x509 -fingerprint -sha256` prints.
constexpr const char* known = R"(-----BEGIN CERTIFICATE-----
MIIBdDCCARugAwIBAgIUSO9sIPEqz6tGUAaw5r8eyWp+GvMwCgYIKoZIzj0EAwIw
EDEOMAwGA1UEAwwFa25vd24wHhcNMjYxMTMwMTkwNDIxWhcNMzYxMTI3MTkwNDIx
WjAQMQ4wDAYDVQQDDAVrbm93bjBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABOOL
mbE8ZlsLFxgO5rrD2k3MRMavNacrsz66MqpZuYRlLvTmi2prdYEwpEp00HIr/Teh
PgbTpA4dPCm1bOGXLw6jUzBRMB0GA1UdDgQWBBSiIb/jjjJZpNippjj5vRw/Bbbk
9zAfBgNVHSMEGDAWgBSiIb/jjjJZpNippjj5vRw/Bbbk9zAPBgNVHRMBAf8EBTAD
AQH/MAoGCCqGSM49BAMCA0cAMEQCIBhsKIhz7HhLJ0+dRaj8VHFc6BJsHjIufDLe
f2gkESYuAiBaBt6OP5nUJO9rgEFe5B/KwhekVYz46HzDIT+7FfBpjQ==
-----END CERTIFICATE-----
)";
constexpr const char* known_hash =
    "b28f24716a08f41408b8a653fea78f6f0b77132f7154426964dfea1b1ce3298f";

CertificateAuthority authority(const std::string& name) {
  return CertificateAuthority::create({.common_name = name, .not_before = from, .not_after = to});
}

}  // namespace

TEST_CASE("certificate check: issued by one authority and by no other of the same name") {
  const auto ours = authority("ca");
  const auto namesake = authority("ca");
  const PrivateKey key = PrivateKey::generate(KeyKind::p256);
  const std::string pem =
      ours.issue({.common_name = "user", .not_before = from, .not_after = to}, key.public_key());
  CHECK(issued_by(pem, ours.certificate_pem()));
  CHECK_FALSE(issued_by(pem, namesake.certificate_pem()));
  CHECK_FALSE(issued_by(pem, authority("other").certificate_pem()));
  // The very key that signed, under another name.
  const auto own_key = PrivateKey::from_pem(ours.key_pem())->public_key();
  const std::string renamed = authority("other").issue(
      {.common_name = "renamed", .not_before = from, .not_after = to}, own_key);
  CHECK_FALSE(issued_by(pem, renamed));
  CHECK_FALSE(issued_by("nonsense", ours.certificate_pem()));
  CHECK_FALSE(issued_by(pem, "nonsense"));
  const std::string others = namesake.certificate_pem() + authority("other").certificate_pem();
  CHECK(issued_by_any(pem, ours.certificate_pem()));
  CHECK(issued_by_any(pem, others + ours.certificate_pem()));
  CHECK(issued_by_any(pem, ours.certificate_pem() + others));
  CHECK_FALSE(issued_by_any(pem, others));
  CHECK_FALSE(issued_by_any(pem, ""));
  REQUIRE(key_of_certificate(pem).ok());
  CHECK(key_of_certificate(pem)->jwk().x == key.public_key().jwk().x);
  CHECK_FALSE(key_of_certificate("nonsense").ok());
}

TEST_CASE("certificate check: a certificate's hash is that of its DER, whatever stands around it") {
  const std::string pem = authority("ca").certificate_pem();
  const auto hash = certificate_hash(pem);
  REQUIRE(hash);
  CHECK(hash->size() == 32);
  CHECK(certificate_hash("Certificate:\n" + pem + "\n") == hash);
  CHECK(certificate_hash(authority("ca").certificate_pem()) != hash);
  CHECK_FALSE(certificate_hash("nonsense"));
  CHECK(to_hex(*certificate_hash(known)) == known_hash);
}

TEST_CASE("certificate check: a signature with high s is not one to Fabric") {
  const PrivateKey key = PrivateKey::generate(KeyKind::p256);
  const Bytes raw = key.sign(Algorithm::es256, "message");
  const Bytes low = der_from_raw(raw);
  const Bytes high = der_from_raw(with_other_s(KeyKind::p256, raw));
  CHECK(verify_fabric_signature(key.public_key(), "message", low));
  CHECK(verify(Algorithm::es256, key.public_key(), "message", high, Encoding::der));
  CHECK_FALSE(verify_fabric_signature(key.public_key(), "message", high));
  CHECK_FALSE(verify_fabric_signature(key.public_key(), "massage", low));
  CHECK_FALSE(verify_fabric_signature(key.public_key(), "message", raw));
}

TEST_CASE("certificate check: a key on P-384 signs SHA-256 for Fabric, as every other curve") {
  const PrivateKey key = PrivateKey::generate(KeyKind::p384);
  CHECK(verify_fabric_signature(key.public_key(), "m", sign_digest(key, sha256("m"))));
  CHECK_FALSE(verify_fabric_signature(key.public_key(), "m", sign_digest(key, sha384("m"))));
}

TEST_CASE("certificate check: Ed25519 is known, other keys are not") {
  const PrivateKey edwards = PrivateKey::generate(KeyKind::ed25519);
  CHECK(verify_fabric_signature(edwards.public_key(), "m", edwards.sign(Algorithm::eddsa, "m")));
  const PrivateKey chinese = PrivateKey::generate(KeyKind::sm2);
  CHECK_FALSE(verify_fabric_signature(chinese.public_key(), "m",
                                      chinese.sign(Algorithm::sm2_sm3, "m", Encoding::der)));
}
