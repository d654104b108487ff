// SPDX-License-Identifier: Apache-2.0
#include "chaincode/shim/session.hpp"

#include <vector>

#include <doctest/doctest.h>

using namespace tradelane;
using namespace tradelane::shim;

namespace {

/// Writes down what a session wants done.
struct Recorder : Session::Port {
  std::vector<std::string> log;
  void send(const Message& message) override {
    log.push_back("send " + Message::Type_Name(message.type()));
  }
  void begin(const TransactionId& id, const Message&) override {
    log.push_back("begin " + id.txid);
  }
  void answer(const TransactionId& id, const Message&) override {
    log.push_back("answer " + id.txid);
  }
  void finish(http2::Status, const std::string&) override { log.push_back("finish"); }
  void ignored(const Message&, const char*) override { log.push_back("ignored"); }
  std::string take() {
    std::string out;
    for (const std::string& line : log) out += (out.empty() ? "" : ", ") + line;
    log.clear();
    return out;
  }
};

Message message(Message::Type type, const std::string& txid = "", const std::string& payload = "") {
  Message out;
  out.set_type(type);
  out.set_channel_id("c");
  out.set_txid(txid);
  out.set_payload(payload);
  return out;
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
  std::string on(Message::Type type, const std::string& txid = "t") {
    session.receive(message(type, txid));
    return port.take();
  }
};

std::string announced(std::uint32_t batch, std::uint32_t multiple) {
  protos::ChaincodeAdditionalParams params;
  params.set_use_write_batch(batch > 0);
  params.set_max_size_write_batch(batch);
  params.set_use_get_multiple_keys(multiple > 0);
  params.set_max_size_get_multiple_keys(multiple);
  return params.SerializeAsString();
}

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
      {Message::REGISTERED, "", "finish", "ignored", "ignored"},
      {Message::READY, "finish", "", "ignored", "ignored"},
      {Message::INIT, "finish", "finish", "begin t", "send ERROR"},
      {Message::TRANSACTION, "finish", "finish", "begin t", "send ERROR"},
      {Message::COMPLETED, "finish", "finish", "finish", "finish"},
      {Message::ERROR, "finish", "finish", "ignored", "answer t"},
      {Message::RESPONSE, "finish", "finish", "ignored", "answer t"},
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
    CHECK(asking.session.ask({"c", "t"}, message(Message::GET_STATE, "t")));
    (void)asking.port.take();
    CHECK(asking.on(row.type) == row.asking);
  }
}

TEST_CASE_FIXTURE(Fixture,
                  "session: one request under way per transaction, the next after its answer") {
  make_ready();
  const TransactionId t{"c", "t"};
  const Message get = message(Message::GET_STATE, "t");
  CHECK_FALSE(session.ask(t, get));
  CHECK(on(Message::TRANSACTION) == "begin t");
  CHECK(session.ask(t, get));
  CHECK_FALSE(session.ask(t, get));
  CHECK(port.take() == "send GET_STATE");
  CHECK(on(Message::RESPONSE) == "answer t");
  CHECK(on(Message::RESPONSE) == "ignored");
  CHECK(session.ask(t, get));
}

TEST_CASE_FIXTURE(Fixture, "session: the same txid on two channels is two transactions") {
  make_ready();
  CHECK(on(Message::TRANSACTION) == "begin t");
  Message other = message(Message::TRANSACTION, "t");
  other.set_channel_id("d");
  session.receive(other);
  CHECK(port.take() == "begin t");
  CHECK(session.transactions() == 2);
}

TEST_CASE_FIXTURE(Fixture,
                  "session: a transaction answers once, and one without txid never begins") {
  make_ready();
  CHECK(on(Message::TRANSACTION) == "begin t");
  const Message done = message(Message::COMPLETED, "t");
  session.end({"c", "t"}, &done);
  CHECK(port.take() == "send COMPLETED");
  session.end({"c", "t"}, &done);
  CHECK(port.take() == "");
  CHECK(on(Message::TRANSACTION, "") == "ignored");
  CHECK(on(Message::TRANSACTION) == "begin t");
  session.end({"c", "t"}, nullptr);
  CHECK(port.take() == "");
  CHECK(session.transactions() == 0);
}

TEST_CASE_FIXTURE(Fixture, "session: garbage ends the stream, after that nothing is heard") {
  make_ready();
  session.receive_garbage();
  CHECK(port.take() == "finish");
  CHECK(on(Message::TRANSACTION) == "");
  CHECK(on(Message::KEEPALIVE) == "");
}

TEST_CASE("session: what READY announces, for peers of v2.5 and v3.1") {
  struct Row {
    std::string payload;
    PeerAbilities abilities;
  };
  const Row rows[] = {{"", {0, 0}},
                      {announced(1000, 1000), {1000, 1000}},
                      {announced(5, 99), {100, 100}},
                      {announced(0, 500), {0, 500}},
                      {"\xff\xff", {0, 0}}};
  for (const Row& row : rows) {
    Fixture fixture;
    fixture.make_ready(row.payload);
    CHECK(fixture.session.is_ready());
    CHECK(fixture.session.abilities() == row.abilities);
  }
}
