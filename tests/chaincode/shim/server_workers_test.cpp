// SPDX-License-Identifier: Apache-2.0
// Tests also: chaincode/shim/host.cpp
// The whole server with its transactions on workers, against peers that are played over gRPC C++.
#include <mutex>
#include <set>

#include <doctest/doctest.h>

#include "chaincode/shim/server.hpp"
#include "tests/chaincode/shim/busy_chaincode.hpp"
#include "tests/support/eventually.hpp"
#include "tests/support/scripted_peer.hpp"
#include "tests/support/toy_chaincode.hpp"

using namespace tradelane;
using namespace std::chrono_literals;
using shim::Server;
using test::eventually;
using test::ScriptedPeer;
using Message = protos::ChaincodeMessage;

namespace {

test::ProposalParts call(std::vector<std::string> args, const std::string& nonce = "n") {
  return {.nonce = nonce, .args = std::move(args)};
}

/// Remembers on which threads it was called.
struct Threads : shim::Chaincode {
  shim::Response invoke(shim::Stub& stub) const override {
    const std::lock_guard guard(lock);
    seen.insert(std::this_thread::get_id());
    return shim::Response::success(Bytes(stub.function()));
  }
  std::size_t count() const {
    const std::lock_guard guard(lock);
    return seen.size();
  }
  mutable std::mutex lock;
  mutable std::set<std::thread::id> seen;
};

struct Fixture {
  Log log{2, LogLevel::error};
  test::ToyChaincode toy;
  std::unique_ptr<Server> server;

  void serve(shim::Settings settings = {}, std::vector<shim::Endpoint> endpoints = {{}}) {
    if (settings.package_id.empty()) settings.package_id = "toy_1:abc";
    settings.workers = 2;
    server =
        std::make_unique<Server>(toy, settings, std::move(endpoints), shim::http2::Limits{}, log);
    REQUIRE(server->start().ok());
  }
  std::string target(std::size_t endpoint = 0) const {
    return "127.0.0.1:" + std::to_string(server->port(endpoint));
  }
};

}  // namespace

TEST_CASE_FIXTURE(Fixture, "workers: transactions of two peers interleave and are answered once") {
  serve();
  ScriptedPeer one(target());
  ScriptedPeer two(target());
  for (ScriptedPeer* peer : {&one, &two}) {
    peer->handshake(peer == &one);
    peer->state["k"] = "v";
  }
  std::map<std::string, std::size_t> answered;
  for (int i = 0; i < 50; ++i)
    for (ScriptedPeer* peer : {&one, &two})
      peer->send(test::transaction_message(call({"get", "k"}, std::to_string(i))));
  for (ScriptedPeer* peer : {&one, &two})
    for (std::size_t ended = 0; ended < 50;) {
      const Message message = peer->receive();
      REQUIRE(message.type() != Message::UNDEFINED);
      if (message.type() == Message::COMPLETED) {
        CHECK(test::response_of(message).payload() == "v");
        ++answered[message.txid()];
        ++ended;
      } else {
        peer->send(peer->answer_to(message));
      }
    }
  CHECK(answered.size() == 50);
  for (const auto& [txid, count] : answered) CHECK(count == 2);
  CHECK(server->counters().completed == 100);
  CHECK(eventually([&] { return server->counters().in_flight == 0; }));
}

TEST_CASE_FIXTURE(Fixture, "workers: writes, faults and refusals end as they do without them") {
  serve();
  ScriptedPeer peer(target());
  peer.handshake(true);
  CHECK(test::response_of(peer.invoke(call({"put", "k", "v"}))).status() == 200);
  CHECK(test::response_of(peer.invoke(call({"get", "k"}))).payload() == "v");
  CHECK(test::response_of(peer.invoke(call({"refuse"}))).status() == 409);
  CHECK(peer.invoke(call({"throw_after_get"})).payload() == "toy fault after a suspension");
  CHECK(peer.violations().empty());
}

TEST_CASE_FIXTURE(Fixture, "workers: a lost stream unwinds its transactions, others go on") {
  serve();
  ScriptedPeer other(target());
  other.handshake();
  other.send(test::transaction_message(call({"get", "k"})));
  const Message asked = other.receive();
  {
    ScriptedPeer peer(target());
    peer.handshake();
    for (int i = 0; i < 40; ++i) {
      const char* what = i % 2 == 0 ? "get" : "swallow";
      peer.send(test::transaction_message(call({what, "k"}, std::to_string(i))));
    }
    CHECK(peer.receive().type() == Message::GET_STATE);
    peer.cut();
  }
  CHECK(eventually([&] { return server->counters().in_flight == 1; }));
  CHECK(toy.begun == toy.ended + 1);
  other.send(other.answer_to(asked));
  CHECK(other.receive().type() == Message::COMPLETED);
}

TEST_CASE_FIXTURE(Fixture, "workers: the deadline abandons what waits") {
  serve({.deadline = 1s});
  ScriptedPeer peer(target());
  peer.handshake();
  peer.send(test::transaction_message(call({"get", "k"})));
  const Message asked = peer.receive();
  CHECK(eventually([&] { return server->counters().abandoned == 1; }));
  peer.send(peer.answer_to(asked));
  CHECK(test::response_of(peer.invoke(call({"refuse"}, "other"))).status() == 409);
}

TEST_CASE_FIXTURE(Fixture, "workers: stopping in the middle leaves nothing behind") {
  serve();
  ScriptedPeer peer(target());
  peer.handshake();
  for (int i = 0; i < 20; ++i)
    peer.send(test::transaction_message(call({"get", "k"}, std::to_string(i))));
  CHECK(peer.receive().type() == Message::GET_STATE);
  server->stop();
  CHECK(toy.begun == toy.ended);
  CHECK(server->counters().in_flight == 0);
  server.reset();
}

TEST_CASE_FIXTURE(Fixture, "workers: draining finishes what runs and ends the stream") {
  serve();
  ScriptedPeer peer(target());
  peer.handshake();
  CHECK(eventually([&] { return server->counters().ready_streams == 1; }));
  CHECK_FALSE(server->is_drained());
  peer.send(test::transaction_message(call({"get", "k"}, "first")));
  const Message asked = peer.receive();
  server->drain();
  ScriptedPeer late(target());
  CHECK(late.receive().type() == Message::UNDEFINED);
  peer.send(test::transaction_message(call({"get", "k"}, "second")));
  CHECK(peer.receive().payload().starts_with("draining"));
  CHECK_FALSE(server->is_drained());
  peer.send(peer.answer_to(asked));
  CHECK(peer.receive().type() == Message::COMPLETED);
  CHECK(peer.finish().ok());
  CHECK(eventually([&] { return server->is_drained(); }));
}

TEST_CASE("workers: what runs on for a stream that is lost keeps a server from being drained") {
  Log log(2, LogLevel::error);
  test::BusyChaincode chaincode;
  Server server(chaincode, {.package_id = "toy_1:abc", .workers = 1},
                std::vector<shim::Endpoint>(1), {}, log);
  REQUIRE(server.start().ok());
  ScriptedPeer peer("127.0.0.1:" + std::to_string(server.port()));
  peer.handshake();
  peer.send(test::transaction_message(call({"f"})));
  chaincode.begun.get_future().wait();
  server.drain();
  peer.cut();
  CHECK(eventually([&] { return server.counters().ready_streams == 0; }));
  CHECK(server.counters().in_flight == 1);
  CHECK_FALSE(server.is_drained());
  chaincode.go_on.set_value();
  CHECK(eventually([&] { return server.is_drained(); }));
  CHECK(server.counters().abandoned == 1);
}

TEST_CASE_FIXTURE(Fixture, "server: each endpoint registers its own package") {
  serve({}, {{.package_id = "one:1"}, {.package_id = "two:2"}, {}});
  const char* ids[] = {"one:1", "two:2", "toy_1:abc"};
  for (std::size_t i = 0; i < 3; ++i) {
    ScriptedPeer peer(target(i));
    CHECK(peer.handshake() == ids[i]);
    CHECK(test::response_of(peer.invoke(call({"get", "k"}))).payload() == "(none)");
  }
  CHECK(server->probe().ok());
}

TEST_CASE("server: endpoints share the workers, and are counted by their package id") {
  Log log(2, LogLevel::error);
  const Threads chaincode;
  Server server(chaincode, {.package_id = "one:1", .workers = 2},
                {{}, {.package_id = "two:2"}, {.package_id = "two:2"}}, {}, log);
  REQUIRE(server.start().ok());
  std::vector<std::unique_ptr<ScriptedPeer>> peers;
  for (std::size_t i = 0; i < 3; ++i) {
    peers.push_back(std::make_unique<ScriptedPeer>("127.0.0.1:" + std::to_string(server.port(i))));
    CHECK(peers.back()->handshake() == (i == 0 ? "one:1" : "two:2"));
    CHECK(test::response_of(peers.back()->invoke(call({"hello"}))).payload() == "hello");
  }
  CHECK(chaincode.count() <= 2);
  CHECK(server.counters().completed == 1);
  CHECK(server.counters().ready_streams == 1);
  CHECK(server.counters("two:2").completed == 2);
  CHECK(server.counters("two:2").ready_streams == 2);
  CHECK_FALSE(server.is_draining());
  server.drain();
  CHECK(server.is_draining());
  for (const auto& peer : peers) CHECK(peer->finish().ok());
  CHECK(eventually([&] { return server.is_drained(); }));
}
