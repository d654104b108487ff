// SPDX-License-Identifier: Apache-2.0
#include "adapters/gateway/signer.hpp"

#include <doctest/doctest.h>

#include "chaincode/crypto/private_key.hpp"

using namespace tradelane;
using crypto::KeyKind;

TEST_CASE("keys that Fabric knows sign as its MSP verifies") {
  for (const KeyKind kind : {KeyKind::p256, KeyKind::p384, KeyKind::ed25519}) {
    CAPTURE(static_cast<int>(kind));
    const auto key = crypto::PrivateKey::generate(kind);
    const auto signer = gateway::signer_from_pem(key.pem());
    REQUIRE(signer);
    const Bytes signature = (*signer)->sign("message");
    const auto encoding = kind == KeyKind::ed25519 ? crypto::Encoding::raw : crypto::Encoding::der;
    const auto algorithm = crypto::natural_algorithm(kind);
    CHECK(crypto::verify(algorithm, key.public_key(), "message", signature, encoding));
    CHECK_FALSE(crypto::verify(algorithm, key.public_key(), "massage", signature, encoding));
  }
}

TEST_CASE("P-256 signatures have a low s") {
  const auto key = crypto::PrivateKey::generate(KeyKind::p256);
  const auto signer = gateway::signer_from_pem(key.pem());
  for (int i = 0; i < 32; ++i) {
    const Bytes der = (*signer)->sign("message " + std::to_string(i));
    // SEQUENCE { INTEGER r, INTEGER s }: an s above half the order needs a 33rd byte, 0, in front.
    const auto r_size = static_cast<unsigned char>(der.at(3));
    CHECK(static_cast<unsigned char>(der.at(5U + r_size)) <= 32);
  }
}

TEST_CASE("other keys and no keys are refused") {
  const auto sm2 = crypto::PrivateKey::generate(KeyKind::sm2).pem();
  for (const std::string& pem : {sm2, std::string("no key"), std::string()}) {
    const auto signer = gateway::signer_from_pem(pem);
    REQUIRE_FALSE(signer);
    CHECK(signer.error().code == Code::gw_config);
  }
}
