// SPDX-License-Identifier: Apache-2.0
#include "adapters/gateway/signer.hpp"

#include <doctest/doctest.h>

#include "chaincode/crypto/certificate_check.hpp"
#include "chaincode/crypto/digest_signature.hpp"

using namespace tradelane;
using crypto::KeyKind;
using gateway::Hash;

TEST_CASE("keys that Fabric knows sign as its MSP verifies") {
  for (const KeyKind kind : {KeyKind::p256, KeyKind::p384, KeyKind::ed25519}) {
    CAPTURE(static_cast<int>(kind));
    const auto key = crypto::PrivateKey::generate(kind);
    const auto signer = gateway::signer_from_pem(key.pem());
    REQUIRE(signer);
    const Bytes signature = (*signer)->sign("message");
    CHECK(crypto::verify_fabric_signature(key.public_key(), "message", signature));
    CHECK_FALSE(crypto::verify_fabric_signature(key.public_key(), "massage", signature));
  }
}

TEST_CASE("digests of a message, by their published values") {
  CHECK(gateway::digest(Hash::none, "abc") == "abc");
  struct Row {
    Hash hash;
    const char* begins;
    std::size_t bytes;
  };
  const Row rows[] = {{Hash::sha256, "ba7816bf", 32},
                      {Hash::sha384, "cb00753f", 48},
                      {Hash::sha3_256, "3a985da7", 32},
                      {Hash::sha3_384, "ec014982", 48}};
  for (const Row& row : rows) {
    const Bytes digest = gateway::digest(row.hash, "abc");
    CHECK(to_hex(digest).starts_with(row.begins));
    CHECK(digest.size() == row.bytes);
  }
}

TEST_CASE("a key on P-256 or P-384 signs the hash that is chosen, and none without") {
  for (const KeyKind kind : {KeyKind::p256, KeyKind::p384}) {
    const auto key = crypto::PrivateKey::generate(kind);
    for (const Hash hash : {Hash::sha256, Hash::sha384, Hash::sha3_256, Hash::sha3_384}) {
      const auto signer = gateway::signer_from_pem(key.pem(), hash);
      REQUIRE(signer);
      CHECK(crypto::verify_digest(key.public_key(), gateway::digest(hash, "m"),
                                  (*signer)->sign("m")));
    }
    const auto bare = gateway::signer_from_pem(key.pem(), Hash::none);
    REQUIRE_FALSE(bare);
    CHECK(bare.error().code == Code::gw_config);
  }
}

TEST_CASE("an Ed25519 key signs the message itself and no hash of it") {
  const auto key = crypto::PrivateKey::generate(KeyKind::ed25519);
  CHECK(gateway::signer_from_pem(key.pem(), Hash::none));
  for (const Hash hash : {Hash::sha256, Hash::sha3_384})
    CHECK_FALSE(gateway::signer_from_pem(key.pem(), hash));
}

TEST_CASE("other keys and no keys are refused") {
  const auto sm2 = crypto::PrivateKey::generate(KeyKind::sm2).pem();
  for (const std::string& pem : {sm2, std::string("no key"), std::string()}) {
    const auto signer = gateway::signer_from_pem(pem);
    REQUIRE_FALSE(signer);
    CHECK(signer.error().code == Code::gw_config);
  }
}
