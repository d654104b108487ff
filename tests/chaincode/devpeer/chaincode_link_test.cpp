// SPDX-License-Identifier: Apache-2.0
// Tests also: chaincode/shim/http2/channel.cpp
#include "chaincode/devpeer/chaincode_link.hpp"

#include <atomic>
#include <future>
#include <thread>

#include <doctest/doctest.h>
#include <poll.h>
#include <unistd.h>

#include "chaincode/base/result.hpp"
#include "tests/chaincode/devpeer/scripted_chaincode.hpp"
#include "tests/support/eventually.hpp"
#include "tests/support/free_ports.hpp"

using namespace tradelane;
using namespace tradelane::devpeer;
using test::ScriptedChaincode;
using Message = protos::ChaincodeMessage;

namespace {

const std::string terminated = "error sending: chaincode stream terminated";

struct Fixture {
  Log log{2, LogLevel::error};
  Faults faults;
  Store store;
  const ChannelRules rules{
      .channel = "trade", .organisations = {"A"}, .chaincodes = {{"toy", {}}, {"side", {}}}};
  Simulator simulator{store, scope()};
  TransactionContext context{simulator, refuse};

  SimulationScope scope() const {
    return {.rules = rules, .txid = "t1", .creator = "A", .org = "A", .chaincode = "toy"};
  }
  static Message refuse(const protos::ChaincodeSpec&, const Simulator&) {
    throw LedgerError("no chaincode is called here");
  }

  LinkSettings settings(const ScriptedChaincode& chaincode) {
    return {.address = chaincode.address(), .package_id = "toy_1:abc"};
  }
  static Message call(const std::vector<std::string>& args, const std::string& txid = "t1") {
    protos::ChaincodeInput input;
    for (const std::string& arg : args) input.add_args(arg);
    Message out;
    out.set_type(Message::TRANSACTION);
    out.set_channel_id("trade");
    out.set_txid(txid);
    out.set_payload(input.SerializeAsString());
    return out;
  }
  /// Status and payload, or the error's text.
  std::string execute(ChaincodeLink& link, const std::vector<std::string>& args) {
    return text_of(link.execute(call(args), context));
  }
  static std::string text_of(const std::variant<Message, std::string>& answer) {
    if (const auto* why = std::get_if<std::string>(&answer)) return *why;
    const Message& message = std::get<Message>(answer);
    if (message.type() == Message::ERROR) return "ERROR " + message.payload();
    protos::Response response;
    response.ParseFromString(message.payload());
    return std::to_string(response.status()) + " " + response.payload();
  }
};

}  // namespace

TEST_CASE_FIXTURE(Fixture, "chaincode link: one stream, opened by the first call") {
  ScriptedChaincode chaincode(test::toy_behaviour);
  ChaincodeLink link(settings(chaincode), log, faults);
  CHECK(link.streams_opened() == 0);
  CHECK(execute(link, {"put", "k", "v"}) == "200 done");
  CHECK(execute(link, {"get", "k"}) == "200 ");  // no own writes
  CHECK(execute(link, {"refuse"}) == "409 {}");
  CHECK(execute(link, {"fail"}) == "ERROR broken");
  CHECK(link.streams_opened() == 1);
  CHECK(simulator.sets().at(0).writes.at("k").value == "v");
}

TEST_CASE_FIXTURE(Fixture, "chaincode link: READY says what a peer of either line says") {
  ScriptedChaincode chaincode(test::toy_behaviour);
  ChaincodeLink modern(settings(chaincode), log, faults);
  execute(modern, {"get", "k"});
  LinkSettings old = settings(chaincode);
  old.announce_batches = false;
  ChaincodeLink ancient(old, log, faults);
  execute(ancient, {"get", "k"});
  const auto ready = chaincode.ready_payloads();
  REQUIRE(ready.size() == 2);
  protos::ChaincodeAdditionalParams parameters;
  parameters.ParseFromString(ready[0]);
  CHECK(parameters.use_write_batch());
  CHECK(parameters.use_get_multiple_keys());
  CHECK(parameters.max_size_write_batch() == 1000);
  CHECK(ready[1].empty());
}

TEST_CASE_FIXTURE(Fixture, "chaincode link: nobody there, then somebody, then another") {
  auto chaincode = std::make_unique<ScriptedChaincode>(test::toy_behaviour);
  const std::string address = chaincode->address();
  ChaincodeLink link(settings(*chaincode), log, faults);
  chaincode.reset();
  CHECK(execute(link, {"get", "k"}) ==
        "could not launch chaincode toy_1:abc: connection to toy_1:abc failed: error cannot create "
        "connection for toy_1:abc: error creating grpc connection to " +
            address + ": connection failed");
  chaincode = std::make_unique<ScriptedChaincode>(test::toy_behaviour, "toy_1:abc", address);
  CHECK(execute(link, {"get", "k"}) == "200 ");
  chaincode.reset();
  chaincode = std::make_unique<ScriptedChaincode>(test::toy_behaviour, "toy_1:abc", address);
  // The lost stream may be noticed only by the call that uses it.
  std::string answer = execute(link, {"get", "k"});
  if (answer == terminated) answer = execute(link, {"get", "k"});
  CHECK(answer == "200 ");
  CHECK(link.streams_opened() == 2);
}

TEST_CASE_FIXTURE(Fixture, "chaincode link: a wrong package id is met with silence") {
  ScriptedChaincode chaincode(test::toy_behaviour, "other:def");
  LinkSettings impatient = settings(chaincode);
  impatient.startup_timeout = std::chrono::milliseconds(50);
  ChaincodeLink link(impatient, log, faults);
  CHECK(execute(link, {"get", "k"}) ==
        "could not launch chaincode toy_1:abc: timeout expired while starting chaincode toy_1:abc "
        "for transaction");
}

TEST_CASE_FIXTURE(Fixture, "chaincode link: too slow, and its late answer is dropped") {
  std::promise<std::string> told;
  ScriptedChaincode chaincode([&](ScriptedChaincode::Call& call) {
    if (call.args()[0] != "slow") return test::toy_behaviour(call);
    // Until the peer knows the transaction no more.
    std::string late;
    do {
      late = call.get("k");
    } while (late.empty());
    told.set_value(late);
    return ScriptedChaincode::completed(200, "too late");
  });
  LinkSettings impatient = settings(chaincode);
  impatient.execute_timeout = std::chrono::milliseconds(300);
  ChaincodeLink link(impatient, log, faults);
  CHECK(execute(link, {"slow"}) == "error sending: timeout expired while executing transaction");
  CHECK(text_of(link.execute(call({"get", "k"}, "t2"), context)) == "200 ");
  CHECK(told.get_future().get() == "GET_STATE failed: transaction ID: t1: no ledger context");
  CHECK(link.streams_opened() == 1);
}

TEST_CASE_FIXTURE(Fixture, "chaincode link: a second request of one transaction is dropped") {
  faults.delay_ms = 30;  // keeps the first one under way
  std::atomic<int> answers = 0;
  ScriptedChaincode chaincode([&](ScriptedChaincode::Call& call) {
    protos::GetState get;
    get.set_key("k");
    Message request;
    request.set_type(Message::GET_STATE);
    request.set_txid(call.message().txid());
    request.set_channel_id(call.message().channel_id());
    request.set_payload(get.SerializeAsString());
    call.send(request);
    call.send(request);
    call.receive();
    ++answers;
    // Only the next request is answered, not the one that was dropped.
    const Message next = call.ask(Message::GET_STATE, get.SerializeAsString());
    ++answers;
    return ScriptedChaincode::completed(200, next.payload());
  });
  ChaincodeLink link(settings(chaincode), log, faults);
  CHECK(execute(link, {"any"}) == "200 ");
  CHECK(answers == 2);
}

TEST_CASE_FIXTURE(Fixture, "chaincode link: a message that no chaincode may send ends the stream") {
  ScriptedChaincode chaincode([&](ScriptedChaincode::Call& call) {
    Message wrong;
    wrong.set_type(Message::READY);
    call.send(wrong);
    call.receive();
    return ScriptedChaincode::completed(200, "never");
  });
  ChaincodeLink link(settings(chaincode), log, faults);
  CHECK(execute(link, {"any"}) == terminated);
}

TEST_CASE_FIXTURE(Fixture, "chaincode link: misbehaves when told to") {
  ScriptedChaincode chaincode(test::toy_behaviour);
  ChaincodeLink link(settings(chaincode), log, faults);
  faults.answer_error = 2;
  CHECK(execute(link, {"get", "k"}) == "200 ");
  CHECK(execute(link, {"get", "k"}) == "200 GET_STATE failed: transaction ID: t1: injected fault");
  faults.drop_stream = 1;
  CHECK(execute(link, {"get", "k"}) == terminated);
  CHECK(execute(link, {"get", "k"}) == "200 ");
  CHECK(link.streams_opened() == 2);
}

TEST_CASE_FIXTURE(Fixture, "chaincode link: what the peer itself fails at is an answer as well") {
  ScriptedChaincode chaincode([](ScriptedChaincode::Call& call) {
    const Message answer = call.ask(Message::INVOKE_CHAINCODE, "");
    return ScriptedChaincode::completed(answer.type() == Message::ERROR ? 500 : 200,
                                        answer.payload());
  });
  TransactionContext broken(simulator,
                            [](const protos::ChaincodeSpec&, const Simulator&) -> Message {
                              throw Fault("the disk is full");
                            });
  ChaincodeLink link(settings(chaincode), log, faults);
  // Twice: nothing of the first one is left behind.
  for (int i = 0; i < 2; ++i)
    CHECK(text_of(link.execute(call({"any"}), broken)) ==
          "500 INVOKE_CHAINCODE failed: transaction ID: t1: the disk is full");
}

TEST_CASE_FIXTURE(Fixture, "chaincode link: a transaction that ends by throwing leaves no trace") {
  ScriptedChaincode chaincode([](ScriptedChaincode::Call& call) {
    call.ask(Message::INVOKE_CHAINCODE, "");
    return ScriptedChaincode::completed(200, "done");
  });
  TransactionContext thrower(
      simulator, [](const protos::ChaincodeSpec&, const Simulator&) -> Message { throw 1; });
  LinkSettings impatient = settings(chaincode);
  impatient.execute_timeout = std::chrono::milliseconds(300);
  ChaincodeLink link(impatient, log, faults);
  // The execution may be late by itself; it has thrown once its request was answered.
  CHECK_THROWS_AS(for (;;) link.execute(call({"any"}), thrower), int);
  // Its chaincode waits for ever; the id is free.
  CHECK(text_of(link.execute(call({"any"}), context)) ==
        "error sending: timeout expired while executing transaction");
}

TEST_CASE_FIXTURE(Fixture, "chaincode link: its end ends who waits for the chaincode") {
  // What is asked waits for an hour unless `close` ends it, which comes once `waits` holds.
  const auto closed = [&](LinkSettings settings, const auto& waits) {
    settings.dial_timeout = settings.startup_timeout = settings.execute_timeout =
        std::chrono::hours(1);
    ChaincodeLink link(settings, log, faults);
    auto answer = std::async(std::launch::async, [&] { return execute(link, {"get", "k"}); });
    CHECK(test::eventually([&] { return waits(link); }));
    link.close();
    const std::string first = answer.get();
    CHECK(execute(link, {"get", "k"}).starts_with("could not launch chaincode toy_1:abc"));
    return first;
  };
  SUBCASE("for its answer") {
    std::atomic<bool> entered = false;
    ScriptedChaincode chaincode([&](ScriptedChaincode::Call& call) {
      entered = true;
      return call.receive();
    });
    CHECK(closed(settings(chaincode), [&](const ChaincodeLink&) { return entered.load(); }) ==
          terminated);
  }
  SUBCASE("for its registration") {
    ScriptedChaincode chaincode(test::toy_behaviour, "other:def");
    const auto waits = [](const ChaincodeLink& link) { return link.streams_opened() == 1; };
    CHECK(closed(settings(chaincode), waits)
              .starts_with("could not launch chaincode toy_1:abc: chaincode registration failed"));
  }
  SUBCASE("for a server that takes the connection and says nothing") {
    const std::uint16_t port = test::free_ports(1);
    const int silent = test::listen_on(port);
    REQUIRE(silent >= 0);
    const auto waits = [&](const ChaincodeLink&) {
      pollfd arrived{.fd = silent, .events = POLLIN, .revents = 0};
      return ::poll(&arrived, 1, 0) == 1;
    };
    CHECK(closed({.address = "127.0.0.1:" + std::to_string(port), .package_id = "toy_1:abc"}, waits)
              .ends_with("connection failed"));
    ::close(silent);
  }
}

TEST_CASE_FIXTURE(Fixture, "chaincode link: one transaction id at a time, and keepalives between") {
  std::atomic<bool> entered = false, leave = false, over = false;
  ScriptedChaincode chaincode([&](ScriptedChaincode::Call& call) {
    entered = true;
    while (!leave) std::this_thread::yield();
    return test::toy_behaviour(call);
  });
  LinkSettings lively = settings(chaincode);
  lively.keepalive = std::chrono::milliseconds(1);
  ChaincodeLink link(lively, log, faults);
  std::string first;
  std::thread other([&] {
    Simulator own(store, scope());
    TransactionContext own_context(own, refuse);
    first = text_of(link.execute(call({"refuse"}), own_context));
    over = true;
  });
  while (!entered && !over) std::this_thread::yield();
  CHECK(execute(link, {"refuse"}) == "error sending: txid: t1(trade) exists");
  leave = true;
  other.join();
  CHECK(first == "409 {}");
}

TEST_CASE_FIXTURE(Fixture, "chaincode link: who calls another chaincode holds up nobody else") {
  ScriptedChaincode chaincode([&](ScriptedChaincode::Call& call) {
    if (call.args()[0] != "call") return test::toy_behaviour(call);
    const Message answer = call.ask(Message::INVOKE_CHAINCODE, "");
    return ScriptedChaincode::completed(200, answer.payload());
  });
  ChaincodeLink link(settings(chaincode), log, faults);
  ScriptedChaincode other(test::toy_behaviour, "side_1:abc");
  LinkSettings to_other = settings(other);
  to_other.package_id = "side_1:abc";
  ChaincodeLink side(to_other, log, faults);
  std::string inner;
  // The callee asks its peer, by the same stream as others, while the caller waits.
  TransactionContext calling(simulator, [&](const protos::ChaincodeSpec&, const Simulator& caller) {
    Simulator callee(caller, "side");
    TransactionContext nested(callee, refuse);
    inner = text_of(side.execute(call({"put", "s", "v"}), nested));
    inner += text_of(side.execute(call({"get", "s"}, "t2"), nested));
    return Message();
  });
  CHECK(text_of(link.execute(call({"call"}), calling)).starts_with("200"));
  CHECK(inner == "200 done200 ");
  CHECK(simulator.sets().at(0).chaincode == "side");
}
