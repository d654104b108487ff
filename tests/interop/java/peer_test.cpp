// SPDX-License-Identifier: Apache-2.0
// Our shim and a peer made of Fabric's published classes for Java, whoever dials.
#include "chaincode/shim/client.hpp"
#include "chaincode/shim/server.hpp"
#include "tests/interop/java/link.hpp"
#include "tests/support/toy_chaincode.hpp"

using namespace tradelane;
using namespace std::chrono_literals;
using test::Certificates;

namespace {

/// Chaincode and peer are the same whoever dials; `p` is the peer.
struct World {
  test::Puppet& java = test::Puppet::afresh();
  Log log{2, LogLevel::error};
  test::ToyChaincode toy;
  shim::Settings settings{.package_id = "toy:1.0", .message_bytes = 17 * 1024 * 1024};

  void check_transactions() {
    const auto invoke = [&](const std::string& call) { return java.ask("invoke p " + call); };
    CHECK(invoke("get k") == "200 (none)");
    CHECK(invoke("put k v") == "200 put event toy");
    CHECK(invoke("put l w") == "200 put event toy");
    CHECK(invoke("get k") == "200 v");
    CHECK(invoke("get_all k none") == "200 v-");
    CHECK(invoke("list a z") == "200 k l ");
    CHECK(invoke("refuse") == "409 TOY_REFUSED: no put");
    CHECK(invoke("throw_after_get") == "ERROR toy fault after a suspension");
    CHECK(invoke("large 16777216") == "200 16777216 bytes");
    CHECK(invoke("large 17825792").starts_with("ERROR "));
    CHECK(invoke("get k") == "200 v");
  }
  /// All are asked before the first is answered.
  void check_many_at_once() {
    java.ask("hold p");
    std::vector<std::string> txids;
    for (int i = 0; i < 64; ++i) txids.push_back(java.ask("begin p get k"));
    CHECK(java.ask("release p 64") == "64 requests");
    for (const std::string& txid : txids) CHECK(java.ask("result p " + txid) == "200 v");
  }
};

struct ServerWorld : World {
  std::unique_ptr<shim::Server> server;

  void serve(std::vector<shim::Endpoint> endpoints) {
    server = std::make_unique<shim::Server>(toy, settings, std::move(endpoints),
                                            shim::http2::Limits{}, log);
    REQUIRE(server->start().ok());
    REQUIRE(java.ask("channel c " + std::to_string(server->port())) == "ok");
  }
};

struct ClientWorld : World {
  const std::string port = java.ask("server s 0");
  std::unique_ptr<shim::Client> client;

  void dial() {
    client = std::make_unique<shim::Client>(
        toy, settings, shim::PeerAddress{.port = static_cast<std::uint16_t>(std::stoi(port))},
        shim::http2::Limits{}, log, shim::http2::Redial{.first = 1ms, .longest = 5ms});
    client->start();
  }
};

}  // namespace

TEST_CASE_FIXTURE(ServerWorld, "java peer: dials us, and is answered whatever it proposes") {
  serve({{}});
  for (const char* line : {"", " modern=yes"}) {
    CAPTURE(line);
    REQUIRE(java.ask(std::string("peer p c") + line) == "toy:1.0");
    check_transactions();
    check_many_at_once();
    java.ask("asked p");
    CHECK(java.ask("invoke p get_all k l") == "200 vw");
    CHECK(java.ask("asked p") == (*line == 0 ? "GET_STATE, GET_STATE" : "GET_STATE_MULTIPLE"));
    CHECK(java.ask("invoke p put k v") == "200 put event toy");
    CHECK(java.ask("asked p") == "PUT_STATE");
    CHECK(java.ask("leave p") == "OK");
  }
  CHECK(test::eventually([&] { return server->counters().ready_streams == 0; }));
}

TEST_CASE_FIXTURE(ServerWorld, "java peer: two streams to two packages, each with its own name") {
  serve({{.package_id = "one:1"}, {.package_id = "two:2"}});
  REQUIRE(java.ask("channel d " + std::to_string(server->port(1))) == "ok");
  REQUIRE(java.ask("peer p c") == "one:1");
  REQUIRE(java.ask("peer q d") == "two:2");
  CHECK(java.ask("invoke p put k of-one") == "200 put event toy");
  CHECK(java.ask("invoke q get k") == "200 (none)");
  CHECK(java.ask("invoke p get k") == "200 of-one");
}

TEST_CASE_FIXTURE(ServerWorld,
                  "java peer: what runs when we drain is finished, then the stream ends") {
  serve({{}});
  REQUIRE(java.ask("peer p c") == "toy:1.0");
  java.ask("hold p");
  const std::string running = java.ask("begin p get k");
  CHECK(test::eventually([&] { return server->counters().in_flight == 1; }));
  server->drain();
  CHECK(java.ask("invoke p get k").starts_with("ERROR "));
  CHECK(java.ask("release p 1") == "1 requests");
  CHECK(java.ask("result p " + running) == "200 (none)");
  CHECK(test::eventually([&] { return server->is_drained(); }));
}

TEST_CASE_FIXTURE(ClientWorld, "java peer: is dialled by us, and again after it was gone") {
  dial();
  for (int i = 0; i < 2; ++i) {
    REQUIRE(java.ask("registered p") == "toy:1.0");
    check_transactions();
    check_many_at_once();
    CHECK(java.ask("leave p") == "OK");
  }
  REQUIRE(java.ask("registered p") == "toy:1.0");
  CHECK(test::eventually([&] { return client->counters().ready_streams == 1; }));
}

TEST_CASE_FIXTURE(ClientWorld, "java peer: we drain and are not seen again") {
  dial();
  REQUIRE(java.ask("registered p") == "toy:1.0");
  java.ask("hold p");
  const std::string running = java.ask("begin p get k");
  CHECK(test::eventually([&] { return client->counters().in_flight == 1; }));
  client->drain();
  CHECK(java.ask("release p 1") == "1 requests");
  CHECK(java.ask("result p " + running) == "200 (none)");
  CHECK(test::eventually([&] { return client->is_drained(); }));
  CHECK(java.ask("over p") == "OK");
}
