// SPDX-License-Identifier: Apache-2.0
// Listeners are shown with a whole process, in process_test.cpp; here is what is dialled.
#include "chaincode/server/links.hpp"

#include <doctest/doctest.h>

#include "chaincode/server/process.hpp"
#include "tests/support/eventually.hpp"
#include "tests/support/listening_peer.hpp"
#include "tests/support/raw_http.hpp"
#include "tests/support/toy_chaincode.hpp"

using namespace tradelane;
using server::Config;
using server::Process;

namespace {

Config dials(std::uint16_t port) {
  Config out{.package_id = "toy:1.0",
             .peer = server::Endpoint{.port = port},
             .tls = false,
             .log_level = LogLevel::error};
  out.run.time_window = {};  // the model's clients live in another year
  return out;
}

}  // namespace

TEST_CASE("links: a peer is dialled, and called from there") {
  const test::ToyChaincode toy;
  test::ListeningPeer peer;
  const auto process = Process::start({.name = "toy", .version = "1"}, toy, dials(peer.port()));
  REQUIRE(process.ok());
  REQUIRE(peer.wait_registered());
  CHECK(peer.invoke({"put", "k", "v"}).response.status() == 200);
  const auto port = (*process)->operations_port();
  CHECK(test::http_get(port, "/readyz") == "200 ready\n");
  const std::string metrics = test::http_get(port, "/metrics");
  for (const char* line :
       {"tradelane_ready_streams{package_id=\"toy:1.0\"} 1\n",
        "tradelane_transactions_total{outcome=\"completed\",package_id=\"toy:1.0\"} 1\n"})
    CHECK(metrics.find(line) != std::string::npos);
  CHECK((*process)->ready_line() == R"({"operations":"127.0.0.1:)" + std::to_string(port) +
                                        R"(","packageId":"toy:1.0","peer":"127.0.0.1:)" +
                                        std::to_string(peer.port()) + "\"}");
  CHECK_FALSE((*process)->is_drained());
  (*process)->drain();
  CHECK(test::eventually([&] { return (*process)->is_drained(); }));
  CHECK(peer.wait_gone());
}

TEST_CASE("links: not ready before the peer has registered the chaincode, but well") {
  const test::ToyChaincode toy;
  std::uint16_t gone = 0;
  {
    const test::ListeningPeer peer;
    gone = peer.port();
  }
  const auto process = Process::start({.name = "toy", .version = "1"}, toy, dials(gone));
  REQUIRE(process.ok());
  const auto port = (*process)->operations_port();
  CHECK(test::http_get(port, "/healthz") == "200 ok\n");
  CHECK(test::http_get(port, "/readyz") == "503 the peer has not registered this chaincode yet\n");
  test::ListeningPeer back(gone);
  CHECK(test::eventually([&] { return test::http_get(port, "/readyz") == "200 ready\n"; }));
}

TEST_CASE("links: a listener may be given by the name of the host, as Fabric's samples do") {
  const test::ToyChaincode toy;
  const auto start = [&](const char* host) {
    return Process::start({.name = "toy", .version = "1"}, toy,
                          {.package_id = "toy:1.0",
                           .listen = {{.at = {.host = host}}},
                           .tls = false,
                           .log_level = LogLevel::error});
  };
  const auto process = start("localhost");
  REQUIRE(process.ok());
  CHECK((*process)->ready_line().find("\"listen\":\"localhost:") != std::string::npos);
  CHECK(start("nowhere.invalid").error().detail ==
        "listen: cannot listen on nowhere.invalid:0: not an IP address; give an address of this "
        "machine, and a port that is free");
}
