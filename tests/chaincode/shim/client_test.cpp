// SPDX-License-Identifier: Apache-2.0
// Client mode against a peer that listens, played by the model over gRPC C++'s own server.
#include "chaincode/shim/client.hpp"

#include <doctest/doctest.h>

#include "tests/chaincode/shim/busy_chaincode.hpp"
#include "tests/support/eventually.hpp"
#include "tests/support/listening_peer.hpp"
#include "tests/support/toy_chaincode.hpp"

using namespace tradelane;
using namespace std::chrono_literals;

namespace {

struct Fixture {
  Log log{2, LogLevel::error};
  test::ToyChaincode toy;
  test::ListeningPeer peer;

  template <class Chaincode>
  std::unique_ptr<shim::Client> dial(const Chaincode& chaincode, unsigned workers) {
    shim::Settings settings{.package_id = "toy:1.0"};
    settings.workers = workers;
    auto client = std::make_unique<shim::Client>(
        chaincode, settings, shim::PeerAddress{.port = peer.port()}, shim::http2::Limits{}, log,
        shim::http2::Redial{.first = 1ms, .longest = 5ms});
    client->start();
    return client;
  }
  std::unique_ptr<shim::Client> dial(unsigned workers = 0) { return dial(toy, workers); }
};

/// So long that any client of the fixture would have dialled again: another one does, three times.
void give_time_to_dial() {
  Fixture other;
  const auto client = other.dial();
  for (int i = 0; i < 3; ++i) {
    CHECK(other.peer.wait_registered());
    other.peer.cut();
    CHECK(other.peer.wait_gone());
  }
  CHECK(other.peer.wait_registered());
}

}  // namespace

TEST_CASE_FIXTURE(Fixture,
                  "client: registers with the peer it dials, and runs what that proposes") {
  for (const unsigned workers : {0U, 2U}) {
    const auto client = dial(workers);
    REQUIRE(peer.wait_registered());
    CHECK(peer.invoke({"put", "k", "v"}).response.status() == 200);
    CHECK(peer.invoke({"get", "k"}).response.payload() == "v");
    CHECK(peer.invoke({"throw"}).error == "toy fault");
    CHECK(client->counters().ready_streams == 1);
    client->stop();
    CHECK(peer.wait_gone());
  }
}

TEST_CASE_FIXTURE(Fixture, "client: dials again when the stream is lost") {
  const auto client = dial();
  for (int i = 1; i <= 3; ++i) {
    REQUIRE(peer.wait_registered());
    CHECK(peer.invoke({"get", "k"}).response.payload() == "(none)");
    CHECK(peer.streams() == i);
    peer.cut();
    CHECK(peer.wait_gone());
  }
  REQUIRE(peer.wait_registered());
  CHECK(client->counters().streams == 4);
}

TEST_CASE_FIXTURE(Fixture, "client: draining ends the stream, and it is not dialled again") {
  const auto client = dial();
  REQUIRE(peer.wait_registered());
  client->drain();
  CHECK(client->is_draining());
  CHECK(peer.wait_gone());
  CHECK(test::eventually([&] { return client->is_drained(); }));
  give_time_to_dial();
  CHECK(peer.streams() == 1);
}

TEST_CASE_FIXTURE(Fixture, "client: a stream lost while draining is not dialled again either") {
  test::BusyChaincode busy;
  const auto client = dial(busy, 1);
  REQUIRE(peer.wait_registered());
  (void)peer.begin({"f"});
  busy.begun.get_future().wait();
  client->drain();
  peer.cut();
  CHECK(peer.wait_gone());
  CHECK(test::eventually([&] { return client->counters().ready_streams == 0; }));
  // What still runs for it is waited for.
  CHECK_FALSE(client->is_drained());
  busy.go_on.set_value();
  CHECK(test::eventually([&] { return client->is_drained(); }));
  give_time_to_dial();
  CHECK(peer.streams() == 1);
  CHECK(client->counters().streams == 1);
}

TEST_CASE_FIXTURE(Fixture, "client: draining before a peer is found ends the search") {
  shim::Client client(toy, {.package_id = "toy:1.0"}, {.port = peer.port()}, {}, log,
                      {.first = 1ms, .longest = 5ms});
  client.drain();
  client.start();
  give_time_to_dial();
  CHECK(peer.streams() == 0);
  CHECK(client.is_drained());
}

TEST_CASE("client: a peer that is not there yet is found once it is, and stopping needs neither") {
  Log log(2, LogLevel::error);
  test::ToyChaincode toy;
  auto first = std::make_unique<test::ListeningPeer>();
  const std::uint16_t port = first->port();
  first.reset();
  shim::Client client(toy, {.package_id = "toy:1.0"}, {.port = port}, {}, log,
                      {.first = 1ms, .longest = 5ms});
  client.start();
  test::ListeningPeer peer(port);
  CHECK(peer.wait_registered());
  shim::Client never_started(toy, {}, {.port = port}, {}, log);
}
