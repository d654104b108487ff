// SPDX-License-Identifier: Apache-2.0
#include "chaincode/shim/http2/tls.hpp"

#include <memory>

#include <doctest/doctest.h>
#include <openssl/pem.h>

#include "tests/support/tls.hpp"

using namespace tradelane;
using namespace tradelane::shim::http2;

namespace {

constexpr const char* no_key = "the TLS key cannot be read; give one in PEM, without a passphrase";
constexpr const char* no_roots =
    "the TLS roots cannot be read; give the certificates of authorities in PEM";

std::string encrypted(const std::string& pem) {
  const std::unique_ptr<BIO, decltype(&BIO_free)> in(
      BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())), BIO_free);
  const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key(
      PEM_read_bio_PrivateKey(in.get(), nullptr, nullptr, nullptr), EVP_PKEY_free);
  const std::unique_ptr<BIO, decltype(&BIO_free)> out(BIO_new(BIO_s_mem()), BIO_free);
  PEM_write_bio_PKCS8PrivateKey(out.get(), key.get(), EVP_aes_128_cbc(), "secret", 6, nullptr,
                                nullptr);
  char* text = nullptr;
  const auto size = BIO_get_mem_data(out.get(), &text);
  return {text, static_cast<std::size_t>(size)};
}

/// Not valid yet.
test::Pair early_pair(const crypto::CertificateAuthority& authority) {
  const auto key = crypto::PrivateKey::generate(crypto::KeyKind::p256);
  return {.certificate = authority.issue({.common_name = "early",
                                          .for_tls = true,
                                          .not_before = test::far_ahead,
                                          .not_after = test::far_ahead.plus_seconds(60)},
                                         key.public_key()),
          .key = key.pem()};
}

}  // namespace

TEST_CASE("TLS material: each part that cannot be used is named") {
  const auto authority = test::make_authority("ca");
  const auto pair = test::issue_pair(authority, "server");
  const auto other = test::issue_pair(authority, "other");
  const auto expired =
      test::issue_pair(authority, "expired", *Timestamp::parse("2026-02-01T00:00:00Z"));
  const auto early = early_pair(authority);
  const std::string encrypted_key = encrypted(pair.key);
  CHECK(encrypted_key.starts_with("-----BEGIN ENCRYPTED"));
  const std::string& roots = authority.certificate_pem();
  struct Row {
    TlsMaterial material;
    std::string detail;
  };
  const Row rows[] = {
      {{pair.certificate, pair.key, roots}, ""},
      {{pair.certificate + roots, pair.key, roots}, ""},
      {{"", pair.key, roots},
       "the TLS certificate cannot be read; give a chain in PEM, our own first"},
      {{expired.certificate, expired.key, roots},
       "the TLS certificate has expired on 2026-02-01T00:00:00Z; have a new one issued, and give "
       "it with its key"},
      {{early.certificate, early.key, roots},
       "the TLS certificate is not valid before 2046-01-01T00:00:00Z; set this machine's clock, "
       "or give a certificate that is valid now"},
      {{pair.certificate, "", roots}, no_key},
      {{pair.certificate, pair.certificate, roots}, no_key},
      {{pair.certificate, encrypted_key, roots}, no_key},
      {{pair.certificate, other.key, roots},
       "the TLS key does not belong to the certificate; give the key that the first certificate "
       "of the chain was issued for"},
      {{pair.certificate + roots.substr(0, roots.size() / 2), pair.key, roots},
       "the TLS certificate cannot be read; give a chain in PEM, our own first"},
      {{pair.certificate, pair.key, ""}, no_roots},
      {{pair.certificate, pair.key, roots + roots.substr(0, roots.size() / 2)}, no_roots},
      {{pair.certificate, pair.key, roots + "issued by us\n"}, ""},
  };
  for (const Row& row : rows) {
    const auto context = make_tls_context(TlsRole::server, row.material);
    CHECK((context.ok() ? "" : context.error().detail) == row.detail);
  }
}
