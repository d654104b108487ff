// SPDX-License-Identifier: Apache-2.0
// The driver against real servers of this build: each workload does what its name says, on both
// versions of peers, plain and under TLS, and what is wrong ends a run.
#include "tests/bench/shim/run.hpp"

#include <doctest/doctest.h>

#include "proto/peer/shim.pb.h"

using namespace tradelane::bench;
using Message = protos::ChaincodeMessage;

namespace {

Case short_case(const std::string& workload) {
  return {.workload = workload_of(workload, 256),
          .load = {.in_flight = 4,
                   .warm_up = std::chrono::milliseconds(1),
                   .measured = std::chrono::milliseconds(20)},
          .pinned = false};
}

/// A link that a test speaks for.
struct FakeLink : Link {
  std::vector<std::string> sent;
  std::string said;
  void send(std::string_view message) override { sent.emplace_back(message); }
  void read(const Receive& receive) override { receive(said); }
  void flush() override {}
  bool wants_write() const override { return false; }
  int fd() const override { return -1; }
};

/// A conversation after its greeting, with the txid of its only transaction.
struct Talk {
  std::unique_ptr<Conversation> conversation;
  Message proposal;

  explicit Talk(const std::string& workload, bool modern = false)
      : conversation(peer_conversation(workload_of(workload, 128), 1, modern)) {
    FakeLink link;
    Message registration;
    registration.set_type(Message::REGISTER);
    link.said = registration.SerializeAsString();
    conversation->greet(link, [] {});
    CHECK(link.sent.size() == 2);
    CHECK(proposal.ParseFromString(std::string(conversation->begin(0))));
  }
  Conversation::Step say(Message::Type type, const std::string& payload) {
    Message message;
    message.set_type(type);
    message.set_channel_id(proposal.channel_id());
    message.set_txid(proposal.txid());
    message.set_payload(payload);
    return conversation->hear(message.SerializeAsString());
  }
  Conversation::Step complete(int status = 200, const std::string& payload = "done") {
    protos::Response response;
    response.set_status(status);
    response.set_payload(payload);
    return say(Message::COMPLETED, response.SerializeAsString());
  }
};

std::string key_payload(const std::string& key) {
  protos::GetState get;
  get.set_key(key);
  return get.SerializeAsString();
}

}  // namespace

TEST_CASE("bench run: every workload, on both versions, plain and under TLS") {
  const BenchTls tls;
  for (const char* workload : {"noop", "pass1", "put2", "multi3", "range250", "event", "identity"})
    for (const bool modern : {false, true})
      for (const bool under_tls : {false, true}) {
        CAPTURE(workload);
        CAPTURE(modern);
        CAPTURE(under_tls);
        Case what = short_case(workload);
        what.modern = modern;
        what.tls = under_tls;
        const Run run = run_once(*known_contestant("ours"), what, tls);
        CHECK(run.transactions > 0);
        CHECK(run.server_cpu > 0);
        CHECK(run.rss_mib > 0);
      }
}

TEST_CASE("bench run: open loop, delays, several streams, large values and a floor") {
  const BenchTls tls;
  Case what = short_case("pass1");
  what.load.rate = 500;
  what.load.delay = std::chrono::microseconds(200);
  what.streams = 3;
  const Run open = run_once(*known_contestant("ours"), what, tls);
  CHECK(open.p50 >= 400);  // two answers of the ledger
  what = short_case("pass1");
  what.workload.value_bytes = 200'000;
  CHECK(run_once(*known_contestant("ours"), what, tls).transactions > 0);
  CHECK(run_once(*known_contestant("socket-floor"), what, tls).transactions > 0);
}

TEST_CASE("bench run: a server that is not there, or none") {
  const BenchTls tls;
  const Contestant other{.name = "other", .command = TRADELANE_BIN_DIR "/bench_socket_floor"};
  CHECK_THROWS_AS(run_once(other, short_case("noop"), tls), RunFailed);
  CHECK_FALSE(known_contestant("nobody"));
}

TEST_CASE("bench conversation: a transaction as it should be") {
  Talk talk("pass1");
  const auto read = talk.say(Message::GET_STATE, key_payload("slot0.0"));
  Message answer;
  REQUIRE(answer.ParseFromString(std::string(read.answer)));
  CHECK(answer.type() == Message::RESPONSE);
  protos::PutState put;
  put.set_key("slot0.0");
  put.set_value(answer.payload());
  CHECK_FALSE(talk.say(Message::PUT_STATE, put.SerializeAsString()).is_done);
  CHECK(talk.complete().is_done);
}

TEST_CASE("bench conversation: whatever a peer would not forgive ends the run") {
  CHECK_THROWS_AS(Talk("pass1").complete(), RunFailed);
  CHECK_THROWS_AS(Talk("noop").complete(500), RunFailed);
  CHECK_THROWS_AS(Talk("noop").complete(200, "other"), RunFailed);
  CHECK_THROWS_AS(Talk("event").complete(), RunFailed);
  CHECK_THROWS_AS(Talk("range5").complete(200, "5"), RunFailed);
  CHECK_THROWS_AS(Talk("pass1").say(Message::GET_STATE, key_payload("other")), RunFailed);
  CHECK_THROWS_AS(Talk("noop").say(Message::ERROR, "text"), RunFailed);
  CHECK_THROWS_AS(Talk("noop").say(Message::REGISTER, ""), RunFailed);
  CHECK_THROWS_AS(Talk("multi2").say(Message::GET_STATE_MULTIPLE, ""), RunFailed);
  CHECK_THROWS_AS(Talk("put1").say(Message::WRITE_BATCH_STATE, ""), RunFailed);
  CHECK_THROWS_AS(Talk("noop").conversation->hear("\xff"), RunFailed);
  protos::PutState put;
  put.set_key("slot0.0");
  put.set_value("other");
  CHECK_THROWS_AS(Talk("put1").say(Message::PUT_STATE, put.SerializeAsString()), RunFailed);
  Talk late("noop");
  CHECK(late.complete().is_done);
  CHECK_THROWS_AS(late.complete(), RunFailed);
}
