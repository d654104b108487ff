// SPDX-License-Identifier: Apache-2.0
#include "chaincode/shim/session.hpp"

#include <vector>

#include <doctest/doctest.h>

#include "proto/peer/shim.pb.h"

using namespace tradelane;
using namespace tradelane::shim;
using Message = protos::ChaincodeMessage;

namespace {

/// Writes down what a session wants done.
struct Recorder : Session::Port {
  std::vector<std::string> log;
  void send(Bytes bytes) override {
    log.push_back("send " + name_of(PeerMessage::decode(std::move(bytes))->type()));
  }
  void begin(Active& active) override { write("begin ", active.id()); }
  void answer(Active& active, PeerMessage) override { write("answer ", active.id()); }
  void finish(http2::Status, const std::string&) override { log.push_back("finish"); }
  void ignored(const PeerMessage&, Ignored why) override {
    log.push_back(std::string("ignored ") + ignored_names.at(static_cast<std::size_t>(why)));
  }
  void duplicate(const codec::TransactionRef& id) override { write("duplicate ", id); }
  void write(const char* what, const codec::TransactionRef& id) {
    log.push_back(what + std::string(id.txid));
  }
  std::string take() {
    std::string out;
    for (const std::string& line : log) out += (out.empty() ? "" : ", ") + line;
    log.clear();
    return out;
  }
};

Bytes bytes_of(Message::Type type, const std::string& txid = "", const std::string& payload = "",
               const std::string& channel = "c") {
  Message out;
  out.set_type(type);
  out.set_channel_id(channel);
  out.set_txid(txid);
  out.set_payload(payload);
  return out.SerializeAsString();
}

PeerMessage message(Message::Type type, const std::string& txid = "",
                    const std::string& payload = "", const std::string& channel = "c") {
  return *PeerMessage::decode(bytes_of(type, txid, payload, channel));
}

struct Fixture {
  Recorder port;
  Session session{"label:hash", port};

  void make_ready(const std::string& ready_payload = "") {
    session.open();
    session.receive(message(Message::REGISTERED));
    session.receive(message(Message::READY, "", ready_payload));
    (void)port.take();
  }
  std::string on(Message::Type type, const std::string& txid = "t",
                 const std::string& channel = "c") {
    session.receive(message(type, txid, "", channel));
    return port.take();
  }
  Active& active(const std::string& channel = "c") {
    Active* found = session.find(channel, "t");
    REQUIRE(found != nullptr);
    return *found;
  }
};

}  // namespace

TEST_CASE("session: every message in every state") {
  struct Row {
    Message::Type type;
    const char* created;
    const char* established;
    const char* ready;   // with nothing under way
    const char* asking;  // transaction t waits for an answer
  };
  const Row rows[] = {
      {Message::UNDEFINED, "finish", "finish", "finish", "finish"},
      {Message::REGISTER, "finish", "finish", "finish", "finish"},
      {Message::REGISTERED, "", "finish", "ignored already_ready", "ignored already_ready"},
      {Message::READY, "finish", "", "ignored already_ready", "ignored already_ready"},
      {Message::INIT, "finish", "finish", "begin t", "send ERROR, duplicate t"},
      {Message::TRANSACTION, "finish", "finish", "begin t", "send ERROR, duplicate t"},
      {Message::COMPLETED, "finish", "finish", "finish", "finish"},
      {Message::ERROR, "finish", "finish", "ignored not_waited_for", "answer t"},
      {Message::RESPONSE, "finish", "finish", "ignored not_waited_for", "answer t"},
      {Message::GET_STATE, "finish", "finish", "finish", "finish"},
      {Message::PUT_STATE, "finish", "finish", "finish", "finish"},
      {Message::DEL_STATE, "finish", "finish", "finish", "finish"},
      {Message::INVOKE_CHAINCODE, "finish", "finish", "finish", "finish"},
      {Message::GET_STATE_BY_RANGE, "finish", "finish", "finish", "finish"},
      {Message::GET_QUERY_RESULT, "finish", "finish", "finish", "finish"},
      {Message::QUERY_STATE_NEXT, "finish", "finish", "finish", "finish"},
      {Message::QUERY_STATE_CLOSE, "finish", "finish", "finish", "finish"},
      {Message::KEEPALIVE, "send KEEPALIVE", "send KEEPALIVE", "send KEEPALIVE", "send KEEPALIVE"},
      {Message::GET_HISTORY_FOR_KEY, "finish", "finish", "finish", "finish"},
      {Message::GET_STATE_METADATA, "finish", "finish", "finish", "finish"},
      {Message::PUT_STATE_METADATA, "finish", "finish", "finish", "finish"},
      {Message::GET_PRIVATE_DATA_HASH, "finish", "finish", "finish", "finish"},
      {Message::PURGE_PRIVATE_DATA, "finish", "finish", "finish", "finish"},
      {Message::WRITE_BATCH_STATE, "finish", "finish", "finish", "finish"},
      {Message::GET_STATE_MULTIPLE, "finish", "finish", "finish", "finish"},
  };
  for (const Row& row : rows) {
    CAPTURE(Message::Type_Name(row.type));
    Fixture created;
    created.session.open();
    CHECK(created.port.take() == "send REGISTER");
    CHECK(created.on(row.type) == row.created);
    Fixture established;
    established.session.receive(message(Message::REGISTERED));
    CHECK(established.on(row.type) == row.established);
    Fixture ready;
    ready.make_ready();
    CHECK(ready.on(row.type) == row.ready);
    Fixture asking;
    asking.make_ready();
    CHECK(asking.on(Message::TRANSACTION) == "begin t");
    CHECK(asking.session.ask(asking.active(), bytes_of(Message::GET_STATE, "t")));
    (void)asking.port.take();
    CHECK(asking.on(row.type) == row.asking);
  }
}

TEST_CASE("session: a number that is no type at all is treated as one that does not belong here") {
  Fixture fixture;
  fixture.make_ready();
  CHECK(fixture.on(static_cast<Message::Type>(99)) == "finish");
}

TEST_CASE_FIXTURE(Fixture,
                  "session: one request under way per transaction, the next after its answer") {
  make_ready();
  CHECK(session.find("c", "t") == nullptr);
  CHECK(on(Message::TRANSACTION) == "begin t");
  CHECK(session.ask(active(), bytes_of(Message::GET_STATE, "t")));
  CHECK_FALSE(session.ask(active(), bytes_of(Message::GET_STATE, "t")));
  CHECK(port.take() == "send GET_STATE");
  active().callee = "called/c";
  CHECK(on(Message::RESPONSE) == "answer t");
  CHECK(active().callee == "");
  CHECK(on(Message::RESPONSE) == "ignored not_waited_for");
  CHECK(on(Message::ERROR, "unknown") == "ignored not_waited_for");
  CHECK(session.ask(active(), bytes_of(Message::GET_STATE, "t")));
}

TEST_CASE_FIXTURE(Fixture, "session: the same txid on two channels is two transactions") {
  make_ready();
  CHECK(on(Message::TRANSACTION) == "begin t");
  CHECK(on(Message::TRANSACTION, "t", "d") == "begin t");
  CHECK(session.transactions() == 2);
  CHECK(session.others_of(active()) == std::vector<Active*>{&active("d")});
  CHECK(session.others_of(active("d")) == std::vector<Active*>{&active()});
  CHECK(session.ask(active("d"), bytes_of(Message::GET_STATE, "t")));
  CHECK(port.take() == "send GET_STATE");
  CHECK(on(Message::RESPONSE) == "ignored not_waited_for");
  CHECK(on(Message::RESPONSE, "t", "d") == "answer t");
  session.end(active("d"), bytes_of(Message::COMPLETED, "t"));
  CHECK(session.find("d", "t") == nullptr);
  CHECK(session.find("c", "t") != nullptr);
}

TEST_CASE_FIXTURE(Fixture,
                  "session: a transaction answers once, and one without txid never begins") {
  make_ready();
  CHECK(on(Message::TRANSACTION) == "begin t");
  session.end(active(), bytes_of(Message::COMPLETED, "t"));
  CHECK(port.take() == "send COMPLETED");
  CHECK(session.find("c", "t") == nullptr);
  CHECK(on(Message::TRANSACTION, "") == "ignored without_txid");
  CHECK(on(Message::TRANSACTION) == "begin t");
  session.end(active(), "");
  CHECK(port.take() == "");
  CHECK(session.transactions() == 0);
}

TEST_CASE_FIXTURE(Fixture, "session: garbage ends the stream, after that nothing is heard") {
  make_ready();
  CHECK(on(Message::TRANSACTION) == "begin t");
  session.receive_garbage();
  CHECK(port.take() == "finish");
  session.receive_garbage();
  CHECK(on(Message::TRANSACTION) == "");
  CHECK(on(Message::KEEPALIVE) == "");
  CHECK_FALSE(session.ask(active(), bytes_of(Message::GET_STATE, "t")));
  session.end(active(), bytes_of(Message::COMPLETED, "t"));
  CHECK(port.take() == "");
}

TEST_CASE_FIXTURE(Fixture,
                  "session: what READY announces is kept, and repeating it changes nothing") {
  protos::ChaincodeAdditionalParams params;
  params.set_use_write_batch(true);
  params.set_max_size_write_batch(500);
  make_ready(params.SerializeAsString());
  CHECK(session.is_ready());
  CHECK(session.abilities() == PeerAbilities{.write_batch = 500});
  session.receive(message(Message::READY));
  CHECK(session.abilities() == PeerAbilities{.write_batch = 500});
}

TEST_CASE_FIXTURE(Fixture, "session: KEEPALIVE comes back as it was") {
  std::vector<Bytes> sent;
  struct Port : Recorder {
    std::vector<Bytes>& sent;
    explicit Port(std::vector<Bytes>& into) : sent(into) {}
    void send(Bytes bytes) override { sent.push_back(std::move(bytes)); }
  } keeper(sent);
  Session kept("label:hash", keeper);
  kept.receive(message(Message::KEEPALIVE, "x", "payload"));
  CHECK(sent == std::vector<Bytes>{bytes_of(Message::KEEPALIVE, "x", "payload")});
}
