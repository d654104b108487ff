// SPDX-License-Identifier: Apache-2.0
#include "tests/support/peer/model.hpp"

#include <doctest/doctest.h>

#include "tests/support/peer/stage.hpp"

using namespace tradelane::test;
using Message = protos::ChaincodeMessage;

namespace {

std::string types(const std::vector<Message>& messages) {
  std::string out;
  for (const Message& message : messages)
    out += (out.empty() ? "" : " ") + Message::Type_Name(message.type());
  return out;
}

bool mentions(const std::vector<std::string>& texts, const std::string& part) {
  for (const std::string& text : texts)
    if (text.find(part) != std::string::npos) return true;
  return false;
}

protos::ChaincodeSpec spec(const std::string& name) {
  protos::ChaincodeSpec out;
  out.mutable_chaincode_id()->set_name(name);
  out.mutable_input()->add_args("f");
  return out;
}

}  // namespace

TEST_CASE("peer: registers and is ready at once, with what its version announces") {
  PeerStage old(false);
  old.say_register();
  CHECK(types(old.sent) == "REGISTERED READY");
  CHECK(old.sent[1].payload() == "");
  CHECK(old.model.package_id() == PeerStage::package);

  PeerStage modern;
  modern.say_register();
  protos::ChaincodeAdditionalParams announced;
  REQUIRE(announced.ParseFromString(modern.sent[1].payload()));
  CHECK(announced.use_write_batch());
  CHECK(announced.max_size_get_multiple_keys() == 1000);
}

TEST_CASE("peer: what it does not register gets no answer, and the stream stays open") {
  struct Row {
    const char* what;
    std::string name;
    const char* log;
  };
  const Row rows[] = {{"no name", "", "name is empty"},
                      {"not being launched", "other:1", "except in dev mode"},
                      {"there already", "first:1", "duplicate chaincodeID: first:1"}};
  for (const Row& row : rows) {
    CAPTURE(row.what);
    PeerStage stage;
    stage.peer.rules.development = false;
    stage.peer.rules.launching = {"first:1"};
    PeerModel first(stage.peer, [](const Message&) {});
    stage.say_register("first:1");
    PeerStage::Message again = stage.message(Message::REGISTER, "");
    protos::ChaincodeID id;
    id.set_name(row.name);
    again.set_payload(id.SerializeAsString());
    first.receive(again);
    CHECK(first.state() == PeerModel::State::created);
    CHECK(mentions(first.log(), row.log));
    CHECK(first.violations().empty());
  }
  PeerStage garbled;
  garbled.say(garbled.message(Message::REGISTER, "\xff"));
  CHECK(garbled.sent.empty());
  CHECK(mentions(garbled.model.log(), "could NOT unmarshal"));
}

TEST_CASE("peer: a refused second stream takes the first one's registration with it") {
  PeerStage stage;
  stage.say_register();
  {
    PeerModel second(stage.peer, [](const Message&) {});
    protos::ChaincodeID id;
    id.set_name(PeerStage::package);
    second.receive(stage.message(Message::REGISTER, id.SerializeAsString()));
    CHECK(stage.peer.streams.size() == 1);
  }
  CHECK(stage.peer.streams.empty());
}

TEST_CASE("peer: every message of a chaincode in every state, by both versions") {
  // "end": of the stream. "over": of the transaction. Otherwise what the peer says; with an empty
  // payload, which most requests may have.
  struct Row {
    int type;
    const char* created;
    const char* v2_5;
    const char* v3_1;
  };
  const Row rows[] = {
      {-1, "end", "end", "end"},
      {Message::UNDEFINED, "end", "end", "end"},
      {Message::REGISTER, "", "end", "end"},  // a name is missing
      {Message::REGISTERED, "end", "end", "end"},
      {Message::INIT, "end", "end", "end"},
      {Message::READY, "end", "end", "end"},
      {Message::TRANSACTION, "end", "end", "end"},
      {Message::COMPLETED, "end", "over", "over"},
      {Message::ERROR, "end", "over", "over"},
      {Message::GET_STATE, "end", "RESPONSE", "RESPONSE"},
      {Message::PUT_STATE, "end", "RESPONSE", "RESPONSE"},
      {Message::DEL_STATE, "end", "RESPONSE", "RESPONSE"},
      {Message::INVOKE_CHAINCODE, "end", "ERROR", "ERROR"},
      {12, "end", "end", "end"},
      {Message::RESPONSE, "end", "end", "end"},
      {Message::GET_STATE_BY_RANGE, "end", "RESPONSE", "RESPONSE"},
      {Message::GET_QUERY_RESULT, "end", "ERROR", "ERROR"},
      {Message::QUERY_STATE_NEXT, "end", "ERROR", "ERROR"},
      {Message::QUERY_STATE_CLOSE, "end", "RESPONSE", "RESPONSE"},
      {Message::KEEPALIVE, "", "", ""},
      {Message::GET_HISTORY_FOR_KEY, "end", "RESPONSE", "RESPONSE"},
      {Message::GET_STATE_METADATA, "end", "RESPONSE", "RESPONSE"},
      {Message::PUT_STATE_METADATA, "end", "RESPONSE", "RESPONSE"},
      {Message::GET_PRIVATE_DATA_HASH, "end", "ERROR", "ERROR"},
      {Message::PURGE_PRIVATE_DATA, "end", "ERROR", "ERROR"},
      {Message::WRITE_BATCH_STATE, "end", "end", "RESPONSE"},
      {Message::GET_STATE_MULTIPLE, "end", "end", "RESPONSE"},
      {26, "end", "end", "end"},
      {99, "end", "end", "end"},
  };
  const auto reaction = [](PeerStage& stage, int type) {
    const std::size_t running = stage.model.running();
    stage.say(stage.message(static_cast<Message::Type>(type), ""));
    if (stage.model.state() == PeerModel::State::over) return std::string("end");
    return stage.model.running() < running ? "over" : types(stage.sent);
  };
  for (const Row& row : rows) {
    CAPTURE(row.type);
    PeerStage created;
    CHECK(reaction(created, row.type) == row.created);
    for (const bool modern : {false, true}) {
      CAPTURE(modern);
      PeerStage stage(modern);
      stage.begin();
      CHECK(reaction(stage, row.type) == (modern ? row.v3_1 : row.v2_5));
      // A request of a transaction that is over, or never was, is answered all the same.
      PeerStage idle(modern);
      idle.begin();
      idle.complete();
      const std::string asked = modern ? row.v3_1 : row.v2_5;
      if (asked == "RESPONSE" || asked == "ERROR") CHECK(reaction(idle, row.type) == "ERROR");
    }
  }
}

TEST_CASE("peer: what ends the stream, and with it each transaction") {
  struct Row {
    Message::Type type;
    bool modern;
    bool ends;
  };
  const Row rows[] = {{Message::REGISTER, true, true},
                      {Message::TRANSACTION, true, true},
                      {Message::UNDEFINED, true, true},
                      {Message::RESPONSE, true, true},
                      {static_cast<Message::Type>(26), true, true},
                      {Message::WRITE_BATCH_STATE, false, true},
                      {Message::GET_STATE_MULTIPLE, false, true},
                      {Message::GET_STATE_MULTIPLE, true, false},
                      {Message::KEEPALIVE, true, false}};
  for (const Row& row : rows) {
    CAPTURE(Message::Type_Name(row.type));
    PeerStage stage(row.modern);
    stage.begin();
    stage.say(stage.message(row.type, ""));
    CHECK((stage.model.state() == PeerModel::State::over) == row.ends);
    const auto outcomes = stage.model.take_outcomes();
    CHECK(outcomes.size() == (row.ends ? 1 : 0));
    if (row.ends) CHECK(outcomes[0].error == "chaincode stream terminated");
    CHECK(mentions(stage.model.violations(), "no peer takes this") == row.ends);
  }
  PeerStage early;
  early.say(early.message(Message::GET_STATE, ""));
  CHECK(early.model.state() == PeerModel::State::over);
  PeerStage garbage;
  garbage.say_register();
  garbage.model.receive_bytes("\xff\xff");
  CHECK(garbage.model.state() == PeerModel::State::over);
}

TEST_CASE(
    "peer: a second request of one transaction is dropped, the next after the answer is not") {
  PeerStage stage;
  stage.peer.ledger.of("other", "callee");
  stage.peer.callee = [](const PeerCall&) { return std::nullopt; };
  stage.begin();
  stage.ask(Message::INVOKE_CHAINCODE, spec("callee/other"));
  CHECK(stage.get("k") == "(0 messages)");
  CHECK(mentions(stage.model.violations(), "another request, INVOKE_CHAINCODE, is pending"));
  Message done;
  done.set_type(Message::COMPLETED);
  stage.model.answer_call({"trade", stage.txid}, done);
  CHECK(stage.get("k") == "");
  CHECK(stage.model.violations().size() == 1);
  CHECK_THROWS_AS(stage.model.answer_call({"trade", stage.txid}, done), std::logic_error);
}

TEST_CASE("peer: one answer to a transaction; late, double and unasked ones are violations") {
  PeerStage stage;
  stage.begin();
  CHECK(stage.complete().end == PeerOutcome::End::completed);
  CHECK(stage.model.violations().empty());
  CHECK(stage.complete().id.second == "");
  CHECK(mentions(stage.model.violations(), "is over, or never was"));

  PeerStage slow;
  slow.begin();
  slow.model.expire({"trade", slow.txid});
  CHECK(slow.model.take_outcomes().at(0).end == PeerOutcome::End::timed_out);
  CHECK(slow.get("k") ==
        "! GET_STATE failed: transaction ID: " + slow.txid + ": no ledger context");
  CHECK(slow.model.violations().empty());
  slow.complete();
  CHECK(slow.model.violations().size() == 1);
}

TEST_CASE("peer: COMPLETED while a request is pending is a violation: a write may be lost") {
  PeerStage stage;
  stage.peer.ledger.of("other", "callee");
  stage.peer.callee = [](const PeerCall&) { return std::nullopt; };
  stage.begin();
  stage.ask(Message::INVOKE_CHAINCODE, spec("callee/other"));
  stage.complete();
  CHECK(mentions(stage.model.violations(), "INVOKE_CHAINCODE, is pending"));
}

TEST_CASE("peer: the same txid on the same channel exists, on another it is another transaction") {
  PeerStage stage;
  stage.begin();
  CHECK(stage.model.begin(transaction_message({})) == "txid: " + stage.txid + "(trade) exists");
  CHECK_FALSE(stage.model.begin(transaction_message({.channel = "other"})));
  CHECK(stage.model.running() == 2);
}

TEST_CASE("peer: calls to other chaincodes, by callback") {
  PeerStage stage;
  PeerCall seen;
  stage.peer.callee = [&](const PeerCall& call) {
    seen = call;
    Message out;
    out.set_type(Message::COMPLETED);
    out.set_payload("inner");
    return std::optional(out);
  };
  stage.begin();
  Message nested;
  REQUIRE(nested.ParseFromString(stage.ask(Message::INVOKE_CHAINCODE, spec("callee:1.0"))));
  CHECK(nested.payload() == "inner");
  CHECK(seen.channel == "trade");
  CHECK(seen.chaincode == "callee");
  CHECK(seen.input.args(0) == "f");
  CHECK(cause(stage.ask(Message::INVOKE_CHAINCODE, spec("callee/nowhere"))) ==
        "failed to find ledger for channel: nowhere");
  stage.peer.callee = nullptr;
  CHECK(cause(stage.ask(Message::INVOKE_CHAINCODE, spec("callee"))).starts_with("execute failed"));
}

TEST_CASE("peer: a call that comes back on the same stream") {
  PeerStage stage;
  stage.model.also_serves("tradelane");
  stage.begin();
  CHECK(cause(stage.ask(Message::INVOKE_CHAINCODE, spec("tradelane"))) ==
        "execute failed: error sending: txid: " + stage.txid + "(trade) exists");
  stage.peer.ledger.of("other", "tradelane").values["k"] = "there";
  stage.say(stage.message(Message::INVOKE_CHAINCODE, spec("tradelane/other").SerializeAsString()));
  REQUIRE(types(stage.sent) == "TRANSACTION");
  CHECK(stage.sent[0].channel_id() == "other");
  CHECK(stage.sent[0].txid() == stage.txid);
  CHECK(stage.sent[0].has_proposal());

  Message inner = stage.message(Message::GET_STATE, "\x0a\x01k");
  inner.set_channel_id("other");
  stage.say(inner);
  CHECK(stage.sent.at(0).payload() == "there");
  protos::PutState put;
  put.set_key("k");
  put.set_value("lost");
  inner.set_type(Message::PUT_STATE);
  inner.set_payload(put.SerializeAsString());
  stage.say(inner);
  inner.set_type(Message::COMPLETED);
  protos::Response response;
  response.set_status(200);
  inner.set_payload(response.SerializeAsString());
  stage.say(inner);
  REQUIRE(types(stage.sent) == "RESPONSE");
  CHECK(stage.sent[0].channel_id() == "trade");
  CHECK(stage.complete().writes.empty());
  CHECK(stage.model.violations().empty());
}

TEST_CASE("peer: messages that a peer overlooks are violations all the same") {
  struct Row {
    const char* what;
    Message::Type type;
    std::string payload;
    const char* violation;
  };
  const Row rows[] = {
      {"no key", Message::PUT_STATE, "\x12\x01v", "a write without a key"},
      {"no value", Message::PUT_STATE, "\x0a\x01k", "an empty value"},
      {"unknown field", Message::GET_STATE, "\x0a\x01k\x50\x01", "fields that no"},
      {"public hash", Message::GET_PRIVATE_DATA_HASH, "\x0a\x01k", "a hash of public data"},
      {"no keys", Message::GET_STATE_MULTIPLE, "", "a request for no keys"},
      {"no records", Message::WRITE_BATCH_STATE, "", "an empty batch"},
      {"no callee", Message::INVOKE_CHAINCODE, "", "a call of nobody"},
      {"no query", Message::GET_QUERY_RESULT, "", "a query without a text"},
      {"no id", Message::QUERY_STATE_NEXT, "", "nothing is asked for"},
      {"garbage", Message::GET_STATE_BY_RANGE, "\xff", "the payload is no"},
      {"no status", Message::COMPLETED, "", "a status below 200"},
      {"no text", Message::ERROR, "", "an error without a text"}};
  for (const Row& row : rows) {
    CAPTURE(row.what);
    PeerStage stage;
    stage.begin();
    stage.say(stage.message(row.type, row.payload));
    CHECK(mentions(stage.model.violations(), row.violation));
  }
  PeerStage stage;
  stage.begin();
  Message without = stage.message(Message::GET_STATE, "\x0a\x01k");
  without.clear_channel_id();
  without.mutable_chaincode_event()->set_event_name("e");
  stage.say(without);
  CHECK(mentions(stage.model.violations(), "no channel"));
  CHECK(mentions(stage.model.violations(), "an event that does not come with COMPLETED"));
}

TEST_CASE("peer: more keys or writes than announced are a violation, as many are not") {
  for (const int count : {1000, 1001}) {
    PeerStage stage;
    stage.begin();
    protos::GetStateMultiple get;
    protos::WriteBatchState batch;
    for (int i = 0; i < count; ++i) {
      get.add_keys("k" + std::to_string(i));
      auto& record = *batch.add_rec();
      record.set_key("k");
      record.set_value("v");
      record.set_type(protos::WriteRecord::PUT_STATE);
    }
    stage.ask(Message::GET_STATE_MULTIPLE, get);
    CHECK(stage.ask(Message::WRITE_BATCH_STATE, batch) == "");
    CHECK(stage.model.violations().size() == (count > 1000 ? 2 : 0));
    CHECK(stage.complete().writes.size() == static_cast<std::size_t>(count));
  }
}

TEST_CASE("peer: a range is kept as far as it was pulled, one key ahead") {
  struct Row {
    int rows;
    bool asks_for_more;
    std::size_t pulled;
    bool is_exhausted;
  };
  const Row table[] = {{0, false, 0, true},      {99, false, 99, true},    {100, false, 100, true},
                       {101, false, 101, false}, {300, false, 101, false}, {101, true, 101, true},
                       {300, true, 201, false}};
  for (const Row& row : table) {
    CAPTURE(row.rows);
    PeerStage stage;
    for (int i = 0; i < row.rows; ++i) stage.space().values["k" + std::to_string(1000 + i)] = "v";
    stage.begin();
    protos::GetStateByRange range;
    range.set_startkey("k");
    range.set_endkey("l");
    protos::QueryResponse page;
    page.ParseFromString(stage.ask(Message::GET_STATE_BY_RANGE, range));
    protos::QueryStateNext next;
    next.set_id(page.id());
    if (row.asks_for_more) stage.ask(Message::QUERY_STATE_NEXT, next);
    const auto outcome = stage.complete();
    REQUIRE(outcome.ranges.size() == 1);
    CHECK(outcome.ranges[0].start == "k");
    CHECK(outcome.ranges[0].end == "l");
    CHECK(outcome.ranges[0].keys.size() == row.pulled);
    CHECK(outcome.ranges[0].is_exhausted == row.is_exhausted);
  }
}

TEST_CASE("peer: the outcome has what the peer makes of the event") {
  PeerStage stage;
  stage.begin();
  protos::Response response;
  response.set_status(201);
  Message done = stage.message(Message::COMPLETED, response.SerializeAsString());
  done.mutable_chaincode_event()->set_event_name("e");
  done.mutable_chaincode_event()->set_chaincode_id("forged");
  stage.say(done);
  const auto outcome = stage.model.take_outcomes().at(0);
  CHECK(outcome.response.status() == 201);
  CHECK(outcome.event->event_name() == "e");
  CHECK(outcome.event->chaincode_id() == "tradelane");
  CHECK(outcome.event->tx_id() == stage.txid);
}
