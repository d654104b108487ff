// SPDX-License-Identifier: Apache-2.0
#include "chaincode/server/process.hpp"

#include <chrono>

#include <doctest/doctest.h>

#include "chaincode/crypto/certificate_authority.hpp"
#include "tests/support/raw_http.hpp"
#include "tests/support/scripted_peer.hpp"
#include "tests/support/temp_folder.hpp"
#include "tests/support/tls.hpp"

using namespace tradelane;
using server::Config;
using server::Process;

namespace {

Timestamp now() {
  return {std::chrono::duration_cast<std::chrono::seconds>(
              std::chrono::system_clock::now().time_since_epoch())
              .count()};
}

test::ProposalParts bootstrap() {
  return {.msp = "OperatorMSP",
          .certificate = test::make_authority("user").certificate_pem(),
          .time = now(),
          .args = {"party:Bootstrap", R"({"operatorMsps":["OperatorMSP"],"fingerprintKids":["k"],)"
                                      R"("rulebook":{"id":"R","sha256":")" +
                                          std::string(64, 'a') + "\"}}"}};
}

}  // namespace

TEST_CASE("process: the contracts answer a peer over mutual TLS") {
  const test::TempFolder folder;
  const auto authority = test::make_authority("ca");
  const auto own = test::issue_pair(authority, "server");
  const auto client = test::issue_pair(authority, "peer");
  folder.write("cert.pem", own.certificate);
  folder.write("key.pem", own.key);
  folder.write("roots.pem", authority.certificate_pem());
  const Config config{.package_id = "trade_1:abc",
                      .tls_certificate = folder.file("cert.pem"),
                      .tls_key = folder.file("key.pem"),
                      .tls_client_roots = folder.file("roots.pem"),
                      .log_level = LogLevel::error};
  const auto process = Process::start(config);
  REQUIRE(process.ok());
  const auto credentials =
      grpc::SslCredentials({authority.certificate_pem(), client.key, client.certificate});
  test::ScriptedPeer peer("127.0.0.1:" + std::to_string((*process)->port()), credentials);
  CHECK(peer.handshake(true) == "trade_1:abc");
  const auto response = test::response_of(peer.invoke(bootstrap()));
  CHECK(response.payload() == R"({"id":"R"})");
  CHECK(peer.state.contains(std::string("\0BOOT\0", 6)));
  auto old = bootstrap();
  old.time = now().plus_seconds(-3600);
  CHECK(test::response_of(peer.invoke(old)).message().starts_with("TX_TIME"));
}

TEST_CASE("process: ready until it drains, healthy all the time") {
  const auto process =
      Process::start({.package_id = "t:1", .tls = false, .log_level = LogLevel::error});
  REQUIRE(process.ok());
  const auto port = (*process)->operations_port();
  CHECK(test::http_get(port, "/healthz") == "200 ok\n");
  CHECK(test::http_get(port, "/readyz") == "200 ready\n");
  CHECK(test::http_get(port, "/version").starts_with("200 tradelane-chaincode "));
  (*process)->drain();
  CHECK(test::http_get(port, "/readyz") == "503 draining\n");
  CHECK(test::http_get(port, "/healthz") == "200 ok\n");
  CHECK((*process)->is_drained());
}

TEST_CASE("process: what is wrong with files and addresses is one sentence") {
  const auto complaint = [](const Config& config) {
    const auto process = Process::start(config);
    return process ? "" : process.error().detail;
  };
  CHECK(complaint({.tls_certificate = "/none"}) == "the TLS certificate: cannot read /none");
  CHECK(complaint({.listen_host = "0.0.0.0", .tls = false}) ==
        "cannot listen on 0.0.0.0:0: plain text is for loopback addresses only");
  CHECK(complaint({.tls = false, .operations_host = "nowhere"}) ==
        "cannot listen on nowhere:0: no address");
}
