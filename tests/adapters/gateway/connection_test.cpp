// SPDX-License-Identifier: Apache-2.0
#include "adapters/gateway/connection.hpp"

#include <cstdlib>
#include <fstream>

#include <doctest/doctest.h>

#include "tests/adapters/gateway/gateway_double.hpp"
#include "tests/support/deadline.hpp"
#include "tests/support/free_ports.hpp"
#include "tests/support/process.hpp"
#include "tests/support/temp_folder.hpp"

using namespace tradelane;
using namespace tradelane::gateway;

namespace {

const test::Person& bank() {
  static const test::Person person = test::person("BankHMSP");
  return person;
}

// gRPC's own look every five seconds would find the way back in the end, and hide who else does.
const int no_backup_poll = ::setenv("GRPC_CLIENT_CHANNEL_BACKUP_POLL_INTERVAL_MS", "0", 1);

Outcome<Commit, CommitStatusFailure> ask(const Connection& connection) {
  const auto gateway = make_client(
      connection, {.identity = bank().identity, .signer = *signer_from_pem(bank().key.pem())});
  return gateway->commit_status({.transaction_id = "t", .channel = "trade"});
}

Outcome<Commit, CommitStatusFailure> ask(const ConnectionOptions& options) {
  const auto connection = Connection::open(options);
  REQUIRE(connection);
  return ask(*connection);
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
      {"a certificate that is none",
       {.address = "peer.example:7051",
        .tls_roots = "roots",
        .client_certificate = "pem",
        .client_key = "pem"}},
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

TEST_CASE("a connection that is not there is sought without anybody calling again") {
  const test::TempFolder folder;
  const auto tls = test::make_tls("localhost");
  std::ofstream(folder.path() / "server.pem") << tls.server_certificate << tls.server_key;
  const std::string port = std::to_string(test::free_ports(1));
  const auto connection =
      Connection::open({.address = "localhost:" + port, .tls_roots = tls.roots});
  REQUIRE(connection);
  CHECK(ask(*connection).failure().code == GrpcCode::unavailable);

  // Of another process, whose threads cannot do the work of ours.
  test::Process server({"/bin/sh", "-c",
                        "exec openssl s_server -accept localhost:" + port + " -cert " +
                            (folder.path() / "server.pem").string() +
                            " -alpn h2 -rev -brief 2>&1"});
  std::string line = server.read_line();
  for (const test::Deadline deadline; line != "CONNECTION ESTABLISHED" && !deadline.is_over();)
    line = server.read_line();
  CHECK(line == "CONNECTION ESTABLISHED");
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
