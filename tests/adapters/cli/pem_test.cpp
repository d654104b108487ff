// SPDX-License-Identifier: Apache-2.0
#include "adapters/cli/pem.hpp"

#include "chaincode/crypto/certificate_authority.hpp"
#include "tests/adapters/cli/expect.hpp"

using namespace tradelane;
using crypto::KeyKind;
using crypto::PrivateKey;

TEST_CASE("a certificate and its key, of every kind that TLS takes") {
  const auto authority = crypto::CertificateAuthority::create({.common_name = "ca"});
  for (const KeyKind kind : {KeyKind::p256, KeyKind::p384, KeyKind::ed25519, KeyKind::rsa}) {
    const PrivateKey key = PrivateKey::generate(kind);
    const std::string certificate = authority.issue({.common_name = "u"}, key.public_key());
    CHECK_FALSE(test::problem_in([&] {
      cli::check_certificate(certificate, "F");
      cli::check_certificate(certificate + authority.certificate_pem(), "F");
      cli::check_key(key.pem(), certificate, "F");
      cli::check_key(key.pem(), certificate + authority.certificate_pem(), "F");
    }));
    test::check_bad_input(
        [&] { cli::check_key(PrivateKey::generate(kind).pem(), certificate, "F"); },
        "F is not the key of its certificate");
    test::check_bad_input([&] { cli::check_key(key.pem(), authority.certificate_pem(), "F"); },
                          "F is not the key of its certificate");
    test::check_bad_input([&] { cli::check_certificate(key.pem(), "F"); },
                          "F holds no certificate");
    test::check_bad_input([&] { cli::check_key(certificate, certificate, "F"); }, "F holds no key");
  }
  for (const char* locked :
       {"-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----\n",
        "-----BEGIN EC PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n"
        "DEK-Info: AES-256-CBC,0123456789ABCDEF0123456789ABCDEF\n\nAAAAAAAAAAAAAAAAAAAAAA==\n"
        "-----END EC PRIVATE KEY-----\n"})
    test::check_bad_input([&] { cli::read_key(locked, "F"); },
                          "F is protected by a pass phrase, which is not asked for");
  for (const char* none :
       {"", "none", "-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n"}) {
    test::check_bad_input([&] { cli::check_certificate(none, "F"); }, "F holds no certificate");
    test::check_bad_input([&] { cli::check_key(none, authority.certificate_pem(), "F"); },
                          "F holds no key");
  }
}
