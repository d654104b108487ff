// SPDX-License-Identifier: Apache-2.0
#include "chaincode/server/process.hpp"

#include <chrono>
#include <semaphore>

#include <doctest/doctest.h>

#include "chaincode/crypto/certificate_authority.hpp"
#include "chaincode/server/contracts.hpp"
#include "tests/support/eventually.hpp"
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

Result<std::unique_ptr<Process>> start(const Config& config) {
  static const auto contracts = server::every_contract();
  return Process::start({.name = "toy", .version = "1.2.3"}, contracts, config);
}

/// One that is no contract of ours, written for the shim itself.
class Echo : public shim::Chaincode {
 public:
  shim::Response invoke(shim::Stub& stub) const override {
    stub.put("last", Bytes(stub.function()));
    return shim::Response::success(Bytes(stub.function()));
  }
};

/// Keeps its thread until it is let go.
class Blocking : public shim::Chaincode {
 public:
  shim::Response invoke(shim::Stub&) const override {
    goes_on.acquire();
    return shim::Response::success();
  }
  mutable std::binary_semaphore goes_on{0};
};

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
  const Config config{.listen = {{.package_id = "trade_1:abc"}},
                      .tls_certificate = folder.file("cert.pem"),
                      .tls_key = folder.file("key.pem"),
                      .tls_client_roots = folder.file("roots.pem"),
                      .log_level = LogLevel::error};
  const auto process = start(config);
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

TEST_CASE("process: any chaincode can be served") {
  const Echo echo;
  const auto process =
      Process::start({.name = "echo", .version = "1"}, echo,
                     {.package_id = "echo:1", .tls = false, .log_level = LogLevel::error});
  REQUIRE(process.ok());
  test::ScriptedPeer peer("127.0.0.1:" + std::to_string((*process)->port()));
  CHECK(peer.handshake(true) == "echo:1");
  auto call = bootstrap();
  call.args = {"hello"};
  CHECK(test::response_of(peer.invoke(call)).payload() == "hello");
  CHECK(peer.state.at("last") == "hello");
}

TEST_CASE("process: ready until it drains, healthy all the time") {
  const auto process =
      start({.listen = {{.package_id = "t:1"}}, .tls = false, .log_level = LogLevel::error});
  REQUIRE(process.ok());
  const auto port = (*process)->operations_port();
  CHECK(test::http_get(port, "/healthz") == "200 ok\n");
  CHECK(test::http_get(port, "/readyz") == "200 ready\n");
  CHECK(test::http_get(port, "/version") == "200 toy 1.2.3\n");
  CHECK(test::http_get(port, "/logspec") == "200 {\"spec\":\"error\"}\n");
  (*process)->drain();
  CHECK(test::http_get(port, "/readyz") == "503 draining\n");
  CHECK(test::http_get(port, "/healthz") == "200 ok\n");
  CHECK((*process)->is_drained());
}

TEST_CASE("process: neither well nor ready while a thread does not come out of a transaction") {
  const Blocking blocking;
  Config config{.package_id = "t:1", .tls = false, .log_level = LogLevel::error};
  config.run.workers = 1;
  config.run.stuck = std::chrono::milliseconds(1);
  const auto process = Process::start({.name = "blocking", .version = "1"}, blocking, config);
  REQUIRE(process.ok());
  const auto port = (*process)->operations_port();
  test::ScriptedPeer peer("127.0.0.1:" + std::to_string((*process)->port()));
  CHECK(peer.handshake() == "t:1");
  peer.send(test::transaction_message(bootstrap()));
  const std::string stuck = "503 a thread does not come out of a transaction\n";
  CHECK(test::eventually([&] { return test::http_get(port, "/healthz") == stuck; }));
  CHECK(test::http_get(port, "/readyz") == stuck);
  blocking.goes_on.release();
  CHECK(test::eventually([&] { return test::http_get(port, "/healthz") == "200 ok\n"; }));
  CHECK(test::http_get(port, "/readyz") == "200 ready\n");
}

TEST_CASE("process: only the peers that are listed get in, of all that the authority has issued") {
  const test::TempFolder folder;
  const auto authority = test::make_authority("ca");
  const auto own = test::issue_pair(authority, "server");
  folder.write("cert.pem", own.certificate);
  folder.write("key.pem", own.key);
  folder.write("roots.pem", authority.certificate_pem());
  folder.write("clients", "# our peers\npeer0.example\n");
  const auto process = start({.listen = {{.package_id = "t:1"}},
                              .tls_certificate = folder.file("cert.pem"),
                              .tls_key = folder.file("key.pem"),
                              .tls_client_roots = folder.file("roots.pem"),
                              .tls_clients = folder.file("clients"),
                              .log_level = LogLevel::error});
  REQUIRE(process.ok());
  const auto register_as = [&](const char* name) {
    const auto client = test::issue_pair(authority, name, test::far_ahead, {.names = {name}});
    test::ScriptedPeer peer(
        "127.0.0.1:" + std::to_string((*process)->port()),
        grpc::SslCredentials({authority.certificate_pem(), client.key, client.certificate}));
    return peer.receive().type();
  };
  CHECK(register_as("peer0.example") == protos::ChaincodeMessage::REGISTER);
  CHECK(register_as("peer1.example") == protos::ChaincodeMessage::UNDEFINED);
}

TEST_CASE("process: several listeners, each with its package id, and several peers on each") {
  Config config{.listen = {{.package_id = "a:1"}, {.package_id = "b:2"}, {.package_id = "a:1"}},
                .tls = false,
                .log_level = LogLevel::error};
  config.run.workers = 2;
  const auto process = start(config);
  REQUIRE(process.ok());
  const auto target = [&](std::size_t index) {
    return "127.0.0.1:" + std::to_string((*process)->port(index));
  };
  CHECK(target(0) != target(1));
  test::ScriptedPeer first(target(0)), second(target(1)), third(target(0)), fourth(target(2));
  CHECK(first.handshake() == "a:1");
  CHECK(second.handshake() == "b:2");
  CHECK(third.handshake(true) == "a:1");
  CHECK(fourth.handshake() == "a:1");
  for (auto* peer : {&third, &first, &second, &fourth})
    CHECK(test::response_of(peer->invoke(bootstrap())).payload() == R"({"id":"R"})");
  const std::string metrics = test::http_get((*process)->operations_port(), "/metrics");
  for (const char* line :
       {"tradelane_transactions_total{outcome=\"completed\",package_id=\"a:1\"} 3\n",
        "tradelane_transactions_total{outcome=\"completed\",package_id=\"b:2\"} 1\n",
        "tradelane_ready_streams{package_id=\"a:1\"} 3\n", "\ntradelane_workers 2\n",
        "\ntradelane_stuck_threads 0\n", "\nprocess_resident_memory_bytes ",
        "\ntradelane_build_info{"}) {
    CAPTURE(line);
    CHECK(metrics.find(line) != std::string::npos);
    // Prometheus takes nothing of an answer in which a number comes twice.
    CHECK(metrics.find(line) == metrics.rfind(line));
  }
  CHECK((*process)->ready_line().find(R"("listeners":[{"listen":")" + target(0) +
                                      R"(","packageId":"a:1"},{"listen":")" + target(1) +
                                      R"(","packageId":"b:2"},{"listen":")" + target(2) +
                                      R"(","packageId":"a:1"}])") != std::string::npos);
}

TEST_CASE("process: what is wrong with files and addresses is one sentence") {
  const auto complaint = [](const Config& config) {
    const auto process = start(config);
    return process ? "" : process.error().detail;
  };
  CHECK(complaint({.tls_certificate = "/none"}).starts_with("the TLS certificate: "));
  CHECK(complaint({.listen = {{.at = {.host = "0.0.0.0"}}}, .tls = false}) ==
        "listen: cannot listen on 0.0.0.0:0: plain text is for loopback addresses only; give an "
        "address of this machine, and a port that is free");
  CHECK(complaint({.tls = false, .operations = {.host = "nowhere"}}) ==
        "operations: cannot listen on nowhere:0: no address; give an address of this machine, "
        "and a port that is free");
  CHECK(complaint({.log_file = "/none/log"}).starts_with("log-file: /none/log cannot be"));
}
