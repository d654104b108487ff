// SPDX-License-Identifier: Apache-2.0
// The whole shim against a peer that is played over gRPC C++'s own client.
#include "chaincode/shim/server.hpp"

#include <doctest/doctest.h>

#include "tests/support/eventually.hpp"
#include "tests/support/scripted_peer.hpp"
#include "tests/support/toy_chaincode.hpp"

using namespace tradelane;
using shim::Server;
using test::eventually;
using test::ScriptedPeer;
using Message = protos::ChaincodeMessage;

namespace {

struct Fixture {
  Log log{2, LogLevel::error};
  test::ToyChaincode toy;
  std::unique_ptr<Server> server;

  void serve(shim::Settings settings = {}) {
    settings.package_id = "toy_1:abc";
    server = std::make_unique<Server>(toy, settings, shim::http2::Listener{}, shim::http2::Limits{},
                                      log);
    REQUIRE(server->start().ok());
  }
  std::string target() const { return "127.0.0.1:" + std::to_string(server->port()); }
};

test::ProposalParts call(std::vector<std::string> args, const std::string& nonce = "n") {
  return {.nonce = nonce, .args = std::move(args)};
}

}  // namespace

TEST_CASE_FIXTURE(Fixture, "server: registers, reads, writes, ranges and sends its event") {
  serve();
  for (const bool modern : {false, true}) {
    CAPTURE(modern);
    ScriptedPeer peer(target());
    CHECK(peer.handshake(modern) == "toy_1:abc");
    const Message put = peer.invoke(call({"put", "k", "v"}));
    CHECK(test::response_of(put).status() == 200);
    CHECK(put.chaincode_event().event_name() == "toy");
    CHECK(test::response_of(peer.invoke(call({"get", "k"}))).payload() == "v");
    CHECK(test::response_of(peer.invoke(call({"get", "none"}))).payload() == "(none)");
    peer.state["l"] = "w";
    CHECK(test::response_of(peer.invoke(call({"get_all", "k", "l"}))).payload() == "vw");
    CHECK(test::response_of(peer.invoke(call({"list", "k", "m"}))).payload() == "k l ");
    const std::string several = modern ? "GET_STATE_MULTIPLE" : "GET_STATE l";
    CHECK(std::find(peer.requests.begin(), peer.requests.end(), several) != peer.requests.end());
  }
}

TEST_CASE("server: policies of keys reach the ledger, those of private data as well") {
  struct Endorsed : ledger::Chaincode {
    ledger::EndorsementPolicy policy =
        *ledger::EndorsementPolicy::of_all({{*MspId::parse("OneMSP")}, {*MspId::parse("TwoMSP")}});
    ledger::Outcome invoke(const ledger::Invocation&, ledger::ReadView&) const override {
      ledger::Outcome out;
      out.changes.write({"", "k"}, {ledger::Changes::Kind::put, "v"});
      out.changes.write({"_implicit_org_OneMSP", "p"}, {ledger::Changes::Kind::put, "w"});
      out.changes.endorse({"", "k"}, policy);
      out.changes.endorse({"_implicit_org_OneMSP", "p"}, policy);
      return out;
    }
  };
  const Endorsed chaincode;
  Log log{2, LogLevel::error};
  Server server(chaincode, {.package_id = "toy_1:abc"}, shim::http2::Listener{},
                shim::http2::Limits{}, log);
  REQUIRE(server.start().ok());
  for (const bool modern : {false, true}) {
    CAPTURE(modern);
    ScriptedPeer peer("127.0.0.1:" + std::to_string(server.port()));
    peer.handshake(modern);
    CHECK(test::response_of(peer.invoke(call({"endorse"}))).status() == 200);
    const test::Metadata expected{{"VALIDATION_PARAMETER", chaincode.policy.bytes()}};
    const auto& space = peer.peer.ledger.of("trade", "tradelane");
    CHECK(space.values.at("k") == "v");
    CHECK(space.metadata.at("k") == expected);
    CHECK(space.private_data.at("_implicit_org_OneMSP").at("p").metadata == expected);
    CHECK(peer.violations().empty());
  }
}

TEST_CASE_FIXTURE(Fixture, "server: a refusal is COMPLETED and writes nothing, a fault is ERROR") {
  serve();
  ScriptedPeer peer(target());
  peer.handshake();
  const Message refused = peer.invoke(call({"refuse"}));
  CHECK(refused.type() == Message::COMPLETED);
  CHECK(test::response_of(refused).status() == 409);
  CHECK(test::response_of(refused).message() == "TOY_REFUSED: no");
  CHECK(peer.requests.empty());
  struct Row {
    const char* what;
    const char* text;
  };
  const Row rows[] = {
      {"throw", "toy fault"},
      {"throw_int", "an exception of unknown type"},
      {"throw_after_get", "toy fault after a suspension"},
      {"get_in_catch", "the ledger cannot be asked while an exception is being handled"}};
  for (const Row& row : rows) {
    CAPTURE(row.what);
    const Message failed = peer.invoke(call({row.what}));
    CHECK(failed.type() == Message::ERROR);
    CHECK(failed.payload() == row.text);
  }
  CHECK(test::response_of(peer.invoke(call({"get", "k"}))).status() == 200);
  CHECK(server->counters().failed == 4);
}

TEST_CASE_FIXTURE(Fixture, "server: transactions interleave on one stream") {
  serve();
  ScriptedPeer peer(target());
  peer.handshake();
  peer.state["k"] = "v";
  std::vector<Message> asked;
  for (int i = 0; i < 50; ++i) {
    peer.send(test::transaction_message(call({"get", "k"}, std::to_string(i))));
    asked.push_back(peer.receive());
    CHECK(asked.back().type() == Message::GET_STATE);
  }
  CHECK(server->counters().in_flight == 50);
  for (auto at = asked.rbegin(); at != asked.rend(); ++at) {
    peer.send(peer.answer_to(*at));
    const Message done = peer.receive();
    CHECK(done.txid() == at->txid());
    CHECK(test::response_of(done).payload() == "v");
  }
}

TEST_CASE_FIXTURE(Fixture,
                  "server: a duplicate of a running transaction is refused, the first goes on") {
  serve();
  ScriptedPeer peer(target());
  peer.handshake();
  const Message proposal = test::transaction_message(call({"get", "k"}));
  peer.send(proposal);
  const Message asked = peer.receive();
  peer.send(proposal);
  CHECK(peer.receive().type() == Message::ERROR);
  peer.send(peer.answer_to(asked));
  CHECK(peer.receive().type() == Message::COMPLETED);
}

TEST_CASE_FIXTURE(Fixture, "server: the peer's error cannot be swallowed") {
  serve();
  ScriptedPeer peer(target());
  peer.handshake();
  peer.send(test::transaction_message(call({"swallow"})));
  Message error = peer.receive();
  error.set_type(Message::ERROR);
  error.set_payload("GET_STATE failed: transaction ID: x: broken");
  peer.send(error);
  const Message done = peer.receive();
  CHECK(done.type() == Message::ERROR);
  CHECK(done.payload() == "GET_STATE failed: transaction ID: x: broken");
}

TEST_CASE_FIXTURE(Fixture,
                  "server: a lost stream unwinds its transactions, also those that resist") {
  serve();
  {
    ScriptedPeer peer(target());
    peer.handshake();
    for (int i = 0; i < 20; ++i) {
      const char* what = i % 2 == 0 ? "get" : "swallow";
      peer.send(test::transaction_message(call({what, "k"}, std::to_string(i))));
      CHECK(peer.receive().type() == Message::GET_STATE);
    }
    peer.cut();
  }
  CHECK(eventually([&] { return server->counters().in_flight == 0; }));
  CHECK(toy.begun == 20);
  CHECK(toy.ended == 20);
  CHECK(server->counters().abandoned == 20);
  ScriptedPeer again(target());
  again.handshake();
  CHECK(test::response_of(again.invoke(call({"get", "k"}))).status() == 200);
}

TEST_CASE_FIXTURE(Fixture, "server: an answer over the limit fails its transaction only") {
  serve({.message_bytes = 10'000});
  ScriptedPeer peer(target());
  peer.handshake();
  CHECK(peer.invoke(call({"large", "9000"})).type() == Message::COMPLETED);
  CHECK(peer.invoke(call({"large", "10001"})).type() == Message::ERROR);
  CHECK(peer.invoke(call({"get", "k"})).type() == Message::COMPLETED);
}

TEST_CASE_FIXTURE(Fixture, "server: the transaction limit, at it and one above") {
  serve({.transactions = 2});
  ScriptedPeer peer(target());
  peer.handshake();
  for (const char* nonce : {"1", "2"}) {
    peer.send(test::transaction_message(call({"get", "k"}, nonce)));
    CHECK(peer.receive().type() == Message::GET_STATE);
  }
  peer.send(test::transaction_message(call({"get", "k"}, "3")));
  const Message busy = peer.receive();
  CHECK(busy.type() == Message::ERROR);
  CHECK(busy.payload() == "busy: too many transactions");
}

TEST_CASE_FIXTURE(Fixture, "server: TX_TIME, at the edge of the window and one second outside") {
  const Timestamp now = *Timestamp::parse("2026-03-05T08:00:00Z");
  serve({.now = [now] { return now; }});
  ScriptedPeer peer(target());
  peer.handshake();
  for (const int sign : {-1, 1}) {
    auto proposal = call({"get", "k"});
    proposal.time = now.plus_seconds(600 * sign);
    CHECK(test::response_of(peer.invoke(proposal)).status() == 200);
    proposal.time = now.plus_seconds(601 * sign);
    const auto refused = test::response_of(peer.invoke(proposal));
    CHECK(refused.status() == 400);
    CHECK(refused.message().starts_with("TX_TIME: "));
  }
}

TEST_CASE_FIXTURE(Fixture, "server: the deadline abandons a transaction without an answer") {
  serve({.deadline = std::chrono::seconds(1)});
  ScriptedPeer peer(target());
  peer.handshake();
  peer.send(test::transaction_message(call({"get", "k"})));
  const Message asked = peer.receive();
  CHECK(eventually([&] { return server->counters().abandoned == 1; }));
  peer.send(peer.answer_to(asked));
  const Message done = peer.invoke(call({"refuse"}, "other"));
  CHECK(test::response_of(done).status() == 409);
}

TEST_CASE_FIXTURE(Fixture, "server: a peer that never registers us is told why the stream ends") {
  serve({.handshake = std::chrono::seconds(0)});
  ScriptedPeer peer(target());
  CHECK(peer.receive().type() == Message::REGISTER);
  const auto status = peer.finish();
  CHECK(status.error_code() == grpc::StatusCode::FAILED_PRECONDITION);
  CHECK(status.error_message() ==
        "the peer did not accept package id toy_1:abc: give the server the package-id that `peer "
        "lifecycle chaincode queryinstalled` prints");
}

TEST_CASE_FIXTURE(Fixture,
                  "server: draining finishes what runs, refuses what comes, ends the stream") {
  serve();
  ScriptedPeer peer(target());
  peer.handshake();
  peer.send(test::transaction_message(call({"get", "k"}, "first")));
  const Message asked = peer.receive();
  server->drain();
  peer.send(test::transaction_message(call({"get", "k"}, "second")));
  const Message refused = peer.receive();
  CHECK(refused.type() == Message::ERROR);
  CHECK(refused.payload().starts_with("draining"));
  CHECK_FALSE(server->is_drained());
  peer.send(peer.answer_to(asked));
  CHECK(peer.receive().type() == Message::COMPLETED);
  CHECK(peer.finish().ok());
  CHECK(eventually([&] { return server->is_drained(); }));
}

TEST_CASE_FIXTURE(Fixture, "server: a message that nobody can read ends the stream with a reason") {
  serve();
  ScriptedPeer peer(target());
  peer.handshake();
  Message wrong;
  wrong.set_type(Message::GET_STATE);
  peer.send(wrong);
  CHECK(peer.finish().error_code() == grpc::StatusCode::INVALID_ARGUMENT);
}
