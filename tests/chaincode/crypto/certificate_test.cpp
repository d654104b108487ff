// SPDX-License-Identifier: Apache-2.0
#include "chaincode/crypto/certificate.hpp"

#include <doctest/doctest.h>

#include "chaincode/crypto/certificate_authority.hpp"

using namespace tradelane;
using namespace tradelane::crypto;

TEST_CASE("certificate: any kind of key, no attributes needed") {
  const auto authority = CertificateAuthority::create({.common_name = "ca"});
  for (const KeyKind kind : {KeyKind::p256, KeyKind::p384, KeyKind::ed25519, KeyKind::rsa}) {
    const std::string pem = authority.issue({.common_name = "u", .units = {"client", "b"}},
                                            PrivateKey::generate(kind).public_key());
    const auto identity = parse_identity("Org1MSP", pem);
    REQUIRE(identity.ok());
    CHECK(identity->attributes.empty());
    CHECK(identity->units.size() == 2);
  }
}

TEST_CASE("certificate: what is none") {
  for (const std::string& text :
       {std::string(), std::string("nonsense"),
        std::string("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")}) {
    const auto identity = parse_identity("Org1MSP", text);
    REQUIRE_FALSE(identity.ok());
    CHECK(identity.error().code == Code::auth_denied);
  }
}

TEST_CASE("certificate: the size limit, at it and one above") {
  const std::string pem = CertificateAuthority::create({.common_name = "ca"}).certificate_pem();
  const std::size_t limit = 16 * 1024;
  CHECK(parse_identity("Org1MSP", pem + std::string(limit - pem.size(), '\n')).ok());
  CHECK_FALSE(parse_identity("Org1MSP", pem + std::string(limit + 1 - pem.size(), '\n')).ok());
}
