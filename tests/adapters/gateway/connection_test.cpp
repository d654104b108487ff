// SPDX-License-Identifier: Apache-2.0
#include "adapters/gateway/connection.hpp"

#include <doctest/doctest.h>

#include "tests/adapters/gateway/gateway_double.hpp"

using namespace tradelane;
using namespace tradelane::gateway;

namespace {

const test::Person& bank() {
  static const test::Person person = test::person("BankHMSP");
  return person;
}

Outcome<Commit, CommitStatusFailure> ask(const ConnectionOptions& options) {
  const auto connection = Connection::open(options);
  REQUIRE(connection);
  const auto gateway = make_client(
      *connection, {.identity = bank().identity, .signer = *signer_from_pem(bank().key.pem())});
  return gateway->commit_status({.transaction_id = "t", .channel = "trade"});
}

}  // namespace

TEST_CASE("settings that contradict each other are refused before anything is sent") {
  struct Row {
    const char* what;
    ConnectionOptions options;
  };
  const Row rows[] = {
      {"no port", {.address = "localhost", .plaintext = true}},
      {"empty port", {.address = "localhost:", .plaintext = true}},
      {"no address", {.address = "", .plaintext = true}},
      {"plaintext to the world", {.address = "peer.example:7051", .plaintext = true}},
      {"plaintext to a name that starts well",
       {.address = "localhost.evil:7051", .plaintext = true}},
      {"plaintext to all addresses", {.address = "0.0.0.0:7051", .plaintext = true}},
      {"plaintext with roots",
       {.address = "localhost:7051", .tls_roots = "roots", .plaintext = true}},
      {"TLS without roots", {.address = "peer.example:7051"}},
      {"certificate without key",
       {.address = "peer.example:7051", .tls_roots = "roots", .client_certificate = "pem"}},
      {"key without certificate",
       {.address = "peer.example:7051", .tls_roots = "roots", .client_key = "pem"}},
  };
  for (const Row& row : rows) {
    CAPTURE(row.what);
    const auto connection = Connection::open(row.options);
    REQUIRE_FALSE(connection);
    CHECK(connection.error().code == Code::gw_config);
  }
}

TEST_CASE("plaintext is possible on loopback, by name and by address") {
  for (const char* address : {"localhost:7051", "127.0.0.1:7051", "[::1]:7051"})
    CHECK(Connection::open({.address = address, .plaintext = true}).ok());
}

TEST_CASE("mutual TLS to a server whose certificate bears another name than its host") {
  const auto tls = test::make_tls("peer0.bankh.example");
  const test::GatewayDouble peer(bank(), &tls);
  const ConnectionOptions good{.address = peer.address(),
                               .tls_roots = tls.roots,
                               .client_certificate = tls.client_certificate,
                               .client_key = tls.client_key,
                               .server_name = "peer0.bankh.example"};
  CHECK(ask(good).ok());

  ConnectionOptions other_name = good;
  other_name.server_name = "peer0.evil.example";
  CHECK(ask(other_name).failure().code == GrpcCode::unavailable);

  ConnectionOptions no_certificate = good;
  no_certificate.client_certificate.clear();
  no_certificate.client_key.clear();
  CHECK(ask(no_certificate).failure().code == GrpcCode::unavailable);

  ConnectionOptions other_roots = good;
  other_roots.tls_roots = test::make_tls("peer0.bankh.example").roots;
  CHECK(ask(other_roots).failure().code == GrpcCode::unavailable);
}
