// SPDX-License-Identifier: Apache-2.0
#include "chaincode/crypto/certificate_authority.hpp"

#include <doctest/doctest.h>

#include "chaincode/crypto/certificate.hpp"

using namespace tradelane;
using namespace tradelane::crypto;

TEST_CASE("authority: issues what was asked for, also after it was kept and read again") {
  const Timestamp from = *Timestamp::parse("2026-01-01T00:00:00Z");
  const Timestamp to = *Timestamp::parse("2036-01-01T00:00:00Z");
  const auto made = CertificateAuthority::create(
      {.common_name = "ca.bankh", .organization = "BankHMSP", .not_before = from, .not_after = to});
  const auto kept = CertificateAuthority::from_pem(made.certificate_pem(), made.key_pem());
  REQUIRE(kept.ok());
  const PrivateKey key = PrivateKey::generate(KeyKind::p256);
  const std::string pem =
      kept->issue({.common_name = "user1",
                   .organization = "BankHMSP",
                   .units = {"client"},
                   .dns_names = {"localhost"},
                   .ip_addresses = {"127.0.0.1"},
                   .attributes = {{"tradelane.party", "00000000000000000000000IMP"}},
                   .for_tls = true,
                   .not_before = from,
                   .not_after = to},
                  key.public_key());
  const auto identity = parse_identity("BankHMSP", pem);
  REQUIRE(identity.ok());
  CHECK(identity->subject == "CN=user1,OU=client,O=BankHMSP,C=HK");
  CHECK(identity->issuer == "CN=ca.bankh,O=BankHMSP,C=HK");
  CHECK(identity->units == std::vector<std::string>{"client"});
  CHECK(identity->attributes.at("tradelane.party") == "00000000000000000000000IMP");
  CHECK(identity->not_before == from);
  CHECK(identity->not_after == to);
}

TEST_CASE("authority: what it cannot read, and an attribute that would break out") {
  CHECK_FALSE(CertificateAuthority::from_pem("x", "y").ok());
  const auto authority = CertificateAuthority::create({.common_name = "ca"});
  CHECK_FALSE(CertificateAuthority::from_pem("x", authority.key_pem()).ok());
  CHECK_THROWS_AS((void)authority.issue({.common_name = "u", .attributes = {{"a", "\"b"}}},
                                        PrivateKey::generate(KeyKind::p256).public_key()),
                  Fault);
}
