// SPDX-License-Identifier: Apache-2.0
#include "chaincode/crypto/private_key.hpp"

#include <doctest/doctest.h>

#include "chaincode/base/bytes.hpp"
#include "chaincode/crypto/jws.hpp"

using namespace tradelane;
using namespace tradelane::crypto;

TEST_CASE("private key: every kind signs what its public half verifies, in either encoding") {
  for (const KeyKind kind :
       {KeyKind::p256, KeyKind::p384, KeyKind::sm2, KeyKind::ed25519, KeyKind::rsa}) {
    const PrivateKey key = PrivateKey::generate(kind);
    const Algorithm algorithm = natural_algorithm(kind);
    CAPTURE(text_of(algorithm));
    const auto again = PrivateKey::from_pem(key.pem());
    REQUIRE(again.ok());
    CHECK(again->kind() == kind);
    for (const Encoding encoding : {Encoding::raw, Encoding::der}) {
      const Bytes signature = again->sign(algorithm, "message", encoding);
      CHECK(verify(algorithm, key.public_key(), "message", signature, encoding));
      CHECK_FALSE(verify(algorithm, key.public_key(), "messagE", signature, encoding));
    }
    const auto from_jwk = PublicKey::from_jwk(key.public_key().jwk());
    REQUIRE(from_jwk.ok());
    CHECK(verify(algorithm, *from_jwk, "message", key.sign(algorithm, "message")));
  }
}

TEST_CASE("private key: ECDSA signatures have the low s that Fabric asks for") {
  const PrivateKey key = PrivateKey::generate(KeyKind::p256);
  const Bytes half = *from_hex("7fffffff800000007fffffffffffffffde737d56d38bcf4279dce5617e3192a8");
  for (int i = 0; i < 32; ++i)
    CHECK(key.sign(Algorithm::es256, std::to_string(i)).substr(32) <= half);
}

TEST_CASE("private key: a wrong algorithm is a fault, a wrong PEM a refusal") {
  CHECK_THROWS_AS((void)PrivateKey::generate(KeyKind::ed25519).sign(Algorithm::es256, "m"), Fault);
  CHECK_FALSE(PrivateKey::from_pem("no pem"));
}

TEST_CASE("private key: a JWS that it signs verifies") {
  for (const KeyKind kind : {KeyKind::p256, KeyKind::p384, KeyKind::ed25519, KeyKind::rsa}) {
    const PrivateKey key = PrivateKey::generate(kind);
    const auto jws = parse_jws(sign_jws(key, "payload", "k1"));
    REQUIRE(jws.ok());
    CHECK(jws->kid == "k1");
    CHECK(jws->payload == "payload");
    CHECK(verify(*jws, key.public_key()));
  }
}
