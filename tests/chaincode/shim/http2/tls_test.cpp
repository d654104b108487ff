// SPDX-License-Identifier: Apache-2.0
#include "chaincode/shim/http2/tls.hpp"

#include <doctest/doctest.h>

#include "tests/support/tls.hpp"

using namespace tradelane;
using namespace tradelane::shim::http2;

TEST_CASE("TLS material: each part that cannot be used is named") {
  const auto authority = test::make_authority("ca");
  const auto pair = test::issue_pair(authority, "server");
  const auto other = test::issue_pair(authority, "other");
  const auto expired =
      test::issue_pair(authority, "expired", *Timestamp::parse("2026-02-01T00:00:00Z"));
  const std::string& roots = authority.certificate_pem();
  struct Row {
    TlsMaterial material;
    std::string detail;
  };
  const Row rows[] = {
      {{pair.certificate, pair.key, roots}, ""},
      {{pair.certificate + roots, pair.key, roots}, ""},
      {{"", pair.key, roots}, "the TLS certificate cannot be read"},
      {{expired.certificate, expired.key, roots}, "the TLS certificate has expired"},
      {{pair.certificate, "", roots}, "the TLS key cannot be read"},
      {{pair.certificate, other.key, roots}, "the TLS key does not belong to the certificate"},
      {{pair.certificate, pair.key, ""}, "the TLS roots cannot be read"},
  };
  for (const Row& row : rows) {
    const auto context = make_tls_context(TlsRole::server, row.material);
    CHECK((context.ok() ? "" : context.error().detail) == row.detail);
  }
}
