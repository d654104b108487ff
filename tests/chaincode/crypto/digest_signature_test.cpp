// SPDX-License-Identifier: Apache-2.0
#include "chaincode/crypto/digest_signature.hpp"

#include <doctest/doctest.h>

#include "chaincode/crypto/digest.hpp"
#include "chaincode/crypto/ecdsa_form.hpp"

using namespace tradelane;
using namespace tradelane::crypto;

TEST_CASE("digest signature: hash and curve are chosen apart from each other") {
  for (const KeyKind kind : {KeyKind::p256, KeyKind::p384}) {
    const PrivateKey key = PrivateKey::generate(kind);
    for (const Bytes& digest : {sha256("m"), sha384("m")}) {
      const Bytes signature = sign_digest(key, digest);
      CHECK(verify_digest(key.public_key(), digest, signature));
      CHECK_FALSE(verify_digest(key.public_key(), sha256("n"), signature));
    }
  }
  const PrivateKey key = PrivateKey::generate(KeyKind::p384);
  const Bytes natural = sign_digest(key, sha384("m"));
  CHECK(verify(Algorithm::es384, key.public_key(), "m", natural, Encoding::der));
}

TEST_CASE("digest signature: s is at most n/2, whatever the key or a device makes") {
  for (const KeyKind kind : {KeyKind::p256, KeyKind::p384}) {
    const PrivateKey key = PrivateKey::generate(kind);
    for (int i = 0; i < 32; ++i) {
      const Bytes digest = sha256(std::to_string(i));
      const Bytes low = sign_digest(key, digest);
      const Bytes raw = raw_from_der(kind, low, false);
      CHECK(has_low_s(kind, raw));
      const Bytes other = with_other_s(kind, raw);
      CHECK(low_s_der(kind, other) == low);
      CHECK(low_s_der(kind, raw) == low);
      CHECK_FALSE(verify_digest(key.public_key(), digest, der_from_raw(other)));
    }
  }
}

TEST_CASE("digest signature: other keys and other forms") {
  const PrivateKey edwards = PrivateKey::generate(KeyKind::ed25519);
  CHECK_THROWS_AS((void)sign_digest(edwards, sha256("m")), Fault);
  CHECK_THROWS_AS((void)low_s_der(KeyKind::sm2, Bytes(64, '\1')), Fault);
  CHECK_THROWS_AS((void)low_s_der(KeyKind::p256, Bytes(63, '\1')), Fault);
  CHECK_THROWS_AS((void)low_s_der(KeyKind::p256, Bytes(64, '\0')), Fault);
  const PrivateKey key = PrivateKey::generate(KeyKind::p256);
  CHECK_FALSE(verify_digest(key.public_key(), sha256("m"), ""));
  CHECK_FALSE(verify_digest(key.public_key(), sha256("m"), Bytes(64, '\1')));
}
