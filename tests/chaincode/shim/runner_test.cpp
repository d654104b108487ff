// SPDX-License-Identifier: Apache-2.0
// Tests also: chaincode/shim/transaction.cpp
#include "chaincode/shim/runner.hpp"

#include <limits>
#include <new>

#include <doctest/doctest.h>

#include "tests/chaincode/shim/runner_world.hpp"

using namespace tradelane;
using namespace tradelane::shim;
using namespace std::chrono_literals;
using test::RunnerWorld;
using Message = protos::ChaincodeMessage;

namespace {

Response get_k(Stub& stub) { return {.payload = stub.get("k").value_or("(none)")}; }

/// Ticks until `condition` holds; false after a minute.
template <class Condition>
bool ticks_until(RunnerWorld& world, Condition condition) {
  const test::Deadline deadline;
  while (!condition()) {
    if (deadline.is_over()) return false;
    world.runner->tick();
  }
  return true;
}

std::uint64_t ignored(const RunnerWorld& world, Ignored why) {
  return world.counters.ignored.at(static_cast<std::size_t>(why));
}

}  // namespace

TEST_CASE_FIXTURE(RunnerWorld, "runner: a transaction asks, is answered and completes") {
  chaincode.act = get_k;
  open();
  CHECK(counters.ready_streams == 1);
  CHECK(counters.streams == 1);
  const Message proposal = begin("1");
  CHECK(counters.in_flight == 1);
  CHECK(take() == "GET_STATE ");
  answer(proposal, "v");
  CHECK(take() == "COMPLETED ");
  CHECK(counters.in_flight == 0);
  CHECK(counters.completed == 1);
  CHECK(counters.round_trips == 1);
  CHECK(counters.messages_received == 4);
  CHECK(counters.messages_sent == 3);
  std::uint64_t durations = 0;
  for (const auto& bucket : counters.durations) durations += bucket;
  CHECK(durations == 1);
}

TEST_CASE_FIXTURE(RunnerWorld,
                  "runner: a query that was left is closed before any answer, also after a fault") {
  const auto leave = [](Stub& stub) { CHECK(stub.query_range("a", "z").next()); };
  struct Ending {
    const char* what;
    std::function<Response(Stub&)> rest;
    const char* answer;
  };
  const std::vector<Ending> endings{
      {"success", [](Stub&) { return Response(); }, "COMPLETED "},
      {"refusal", [](Stub&) { return Response::refusal(404, "no"); }, "COMPLETED "},
      {"fault", [](Stub&) -> Response { throw Fault("broken"); }, "ERROR "},
      {"limit",
       [](Stub& stub) {
         (void)stub.get(std::string(2000, 'k'));
         return Response();
       },
       "ERROR "}};
  for (const Ending& ending : endings) {
    CAPTURE(ending.what);
    chaincode.act = [&](Stub& stub) {
      leave(stub);
      return ending.rest(stub);
    };
    open();
    const Message proposal = begin("1");
    CHECK(take() == "GET_STATE_BY_RANGE ");
    answer(proposal, test::page_of({"a", "b"}, true));
    CHECK(take() == "QUERY_STATE_CLOSE ");
    answer(proposal);
    CHECK(take() == ending.answer);
    CHECK(counters.in_flight == 0);
  }
}

TEST_CASE_FIXTURE(RunnerWorld, "runner: a query whose first page is over a limit is closed too") {
  settings.message_bytes = 20'000;
  settings.limits.reads = 2;
  chaincode.act = [](Stub& stub) {
    (void)stub.query_range("a", "z");
    return Response();
  };
  open();
  const auto closes = [&](const std::vector<std::string>& keys) {
    const Message proposal = begin("1");
    CHECK(take() == "GET_STATE_BY_RANGE ");
    answer(proposal, test::page_of(keys, true));
    CHECK(take() == "QUERY_STATE_CLOSE ");
    answer(proposal);
    CHECK(counters.in_flight == 0);
    return error();
  };
  CHECK(closes({"a", "b", "c"}) == "the reads of a transaction exceed the limit of 2");
  take();
  const std::string large = closes({std::string(20'000, 'k')});
  CHECK(large.starts_with("an answer of "));
  CHECK(large.ends_with(" bytes exceeds the limit of 20000"));
  CHECK(counters.over_limit == 2);
}

TEST_CASE_FIXTURE(RunnerWorld, "runner: a query is not closed where nobody could answer that") {
  chaincode.act = [](Stub& stub) {
    auto rows = stub.query_range("a", "z");
    while (rows.next()) continue;
    return Response();
  };
  open();
  const Message failed = begin("1");
  answer(failed, test::page_of({"a"}, true));
  answer(failed, "the peer's own words", Message::ERROR);  // which has closed the query
  CHECK(take() == "GET_STATE_BY_RANGE QUERY_STATE_NEXT ERROR ");
  const Message forgotten = begin("2");
  answer(forgotten, test::page_of({"a"}, true));
  answer(forgotten, "QUERY_STATE_NEXT failed: transaction ID: 2: no ledger context",
         Message::ERROR);
  CHECK(take() == "GET_STATE_BY_RANGE QUERY_STATE_NEXT ");
  CHECK(counters.in_flight == 0);
}

TEST_CASE_FIXTURE(RunnerWorld, "runner: whatever is thrown is answered ERROR, and others go on") {
  struct Row {
    const char* name;
    std::function<Response(Stub&)> act;
    const char* error;
  };
  const Row rows[] = {
      {"exception", [](Stub&) -> Response { throw std::runtime_error("broken \xff"); }, "broken ?"},
      {"no exception class", [](Stub&) -> Response { throw 7; }, "an exception of unknown type"},
      {"out of memory", [](Stub&) -> Response { throw std::bad_alloc(); }, "std::bad_alloc"},
      {"misuse",
       [](Stub& stub) {
         stub.put("", "v");
         return Response();
       },
       "a key is empty"},
      {"a status that is none", [](Stub&) { return Response{.status = 100}; },
       "a response has the status 100"},
      {"the ledger inside a catch",
       [](Stub& stub) {
         try {
           throw 7;
         } catch (int) {
           return get_k(stub);
         }
       },
       "the ledger cannot be asked while an exception is being handled"}};
  open();
  for (const Row& row : rows) {
    CAPTURE(row.name);
    chaincode.act = row.act;
    begin(row.name);
    CHECK(error() == row.error);
    CHECK(take() == "ERROR ");
  }
  CHECK(counters.failed == std::size(rows));
  chaincode.act = get_k;
  answer(begin("after"), "v");
  CHECK(take() == "GET_STATE COMPLETED ");
}

TEST_CASE_FIXTURE(RunnerWorld, "runner: of what is thrown so much is told as a message can take") {
  constexpr std::size_t most = 64 * 1024;
  std::string text;
  chaincode.act = [&](Stub&) -> Response { throw std::runtime_error(text); };
  open();
  const auto told = [&](std::string thrown) {
    text = std::move(thrown);
    begin("1");
    const std::string out = error();
    outlet.sent.clear();
    return out;
  };
  CHECK(told(std::string(most, 'x')) == std::string(most, 'x'));
  CHECK(told(std::string(most + 1, 'x')) == std::string(most, 'x'));
  CHECK(told(std::string(most - 1, 'x') + "\xe6\x8f\x90") == std::string(most - 1, 'x') + "?");
}

TEST_CASE_FIXTURE(RunnerWorld, "runner: the first fault is told, whatever follows from it") {
  chaincode.act = [](Stub& stub) -> Response {
    (void)stub.query_range("a", "z");
    throw Fault("the first");
  };
  open();
  const Message proposal = begin("1");
  answer(proposal, test::page_of({"a"}, true));
  answer(proposal, "QUERY_STATE_CLOSE failed: transaction ID: 1: the second", Message::ERROR);
  CHECK(error() == "the first");
}

TEST_CASE_FIXTURE(RunnerWorld, "runner: a chaincode is told that its stream is lost") {
  std::string told;
  chaincode.act = [&](Stub& stub) {
    try {
      (void)stub.get("k");
    } catch (const Abandoned& gone) {
      told = gone.what();
    }
    return Response();
  };
  open();
  begin("1");
  runner->closed();
  CHECK(told == "the transaction is over");
  CHECK(counters.abandoned == 1);
}

TEST_CASE_FIXTURE(RunnerWorld,
                  "runner: no time is within the window that a number can overflow to") {
  const Timestamp now{1'800'000'000};
  settings.now = [now] { return now; };
  constexpr auto lowest = std::numeric_limits<std::int64_t>::min();
  constexpr auto highest = std::numeric_limits<std::int64_t>::max();
  open();
  for (const std::int64_t claimed : {lowest, lowest + 1, lowest + now.seconds,
                                     lowest + now.seconds + 1, highest, highest - now.seconds}) {
    CAPTURE(claimed);
    say(test::transaction_message({.time = {claimed}, .args = {"f"}}));
    REQUIRE(outlet.sent.size() == 1);
    protos::Response response;
    CHECK(response.ParseFromString(outlet.sent.front().payload()));
    CHECK(response.message().starts_with("TX_TIME"));
    outlet.sent.clear();
  }
  settings.time_window = 0s;
  say(test::transaction_message({.time = {lowest}, .args = {"f"}}));
  CHECK(counters.completed == 1);
}

TEST_CASE_FIXTURE(RunnerWorld, "runner: after a suspension an exception is contained as well") {
  chaincode.act = [](Stub& stub) -> Response {
    (void)stub.get("k");
    throw std::runtime_error("later");
  };
  open();
  answer(begin("1"), "v");
  CHECK(error() == "later");
}

TEST_CASE_FIXTURE(RunnerWorld,
                  "runner: the peer's error is the answer, even when it is swallowed") {
  chaincode.act = [](Stub& stub) {
    for (int i = 0; i < 3; ++i) {
      try {
        (void)stub.get("k");
      } catch (const std::exception&) {
        continue;
      }
    }
    return Response();
  };
  open();
  answer(begin("1"), "GET_STATE failed: transaction ID: t: broken", Message::ERROR);
  CHECK(error() == "GET_STATE failed: transaction ID: t: broken");
  CHECK(take() == "GET_STATE ERROR ");
}

TEST_CASE_FIXTURE(RunnerWorld, "runner: a call that cannot be read, or is too large, fails alone") {
  settings.limits = {.args = 2, .arg_bytes = 10};
  settings.message_bytes = 2'000;
  open();
  const auto call = [&](const std::vector<std::string>& args) {
    say(test::transaction_message(
        {.nonce = std::to_string(counters.messages_received), .args = args}));
    const std::string text = error();
    outlet.sent.clear();
    return text;
  };
  CHECK(call({"f", "1234567890"}) == "(no error)");
  CHECK(call({"f", "12345678901"}) == "an argument exceeds the limit of 10");
  CHECK(call({"f", "a", "b"}) == "the number of arguments exceeds the limit of 2");
  CHECK(call({std::string(2'000, 'a')}) == "a call exceeds the limit of 2000");
  Message garbage = test::transaction_message({.nonce = "garbage"});
  garbage.set_payload("\xff\xff\xff");
  say(garbage);
  CHECK(error() == "the call cannot be read");
  garbage.set_txid("");
  outlet.sent.clear();
  say(garbage);
  CHECK(take() == "");
  CHECK(ignored(*this, Ignored::without_txid) == 1);
}

TEST_CASE_FIXTURE(RunnerWorld, "runner: INIT is a call that says so") {
  chaincode.act = [](Stub& stub) { return Response{.status = stub.is_init() ? 201 : 200}; };
  open();
  const auto status_of = [&](Message::Type type) {
    Message proposal = test::transaction_message({.args = {"f"}});
    proposal.set_type(type);
    say(proposal);
    protos::Response response;
    CHECK(response.ParseFromString(outlet.sent.back().payload()));
    return response.status();
  };
  CHECK(status_of(Message::INIT) == 201);
  CHECK(status_of(Message::TRANSACTION) == 200);
}

TEST_CASE_FIXTURE(RunnerWorld,
                  "runner: the same transaction twice is answered twice, and runs once") {
  chaincode.act = get_k;
  open();
  const Message first = begin("1");
  begin("1");
  CHECK(error() == "the transaction is being executed on this stream already");
  CHECK(take() == "GET_STATE ERROR ");
  CHECK(counters.duplicates == 1);
  answer(first, "v");
  CHECK(take() == "COMPLETED ");
}

TEST_CASE_FIXTURE(RunnerWorld,
                  "runner: after the deadline nothing is answered, and late is counted") {
  chaincode.act = get_k;
  open();
  const Message proposal = begin("1");
  CHECK(take() == "GET_STATE ");
  settings.deadline = 0ms;  // only now: a slow machine comes to the first request as well
  CHECK(ticks_until(*this, [&] { return counters.abandoned == 1; }));
  CHECK(counters.in_flight == 0);
  CHECK(take() == "");
  answer(proposal, "v");
  CHECK(take() == "");
  CHECK(ignored(*this, Ignored::not_waited_for) == 1);
}

TEST_CASE_FIXTURE(RunnerWorld, "runner: the deadline ends a contract at its next request") {
  int calls = 0;
  chaincode.act = [&](Stub& stub) {
    const test::Deadline deadline;
    try {
      while (!deadline.is_over()) {
        stub.put("k" + std::to_string(++calls % 10), "v");
        (void)stub.page_range("", "", {.size = 1});
        if (calls == 20) settings.deadline = 0ms;
      }
    } catch (const Abandoned&) {
      calls = -1;
    }
    return Response();
  };
  settings.limits.writes = settings.limits.reads = 1'000'000'000;
  open();
  const Message proposal = begin("1");
  while (counters.in_flight > 0) answer(proposal);
  CHECK(calls == -1);
  CHECK(counters.abandoned == 1);
}

TEST_CASE_FIXTURE(RunnerWorld, "runner: a contract that returns too late is not answered either") {
  chaincode.act = [this](Stub&) {
    settings.deadline = 0ms;
    return Response();
  };
  open();
  begin("1");
  CHECK(take() == "");
  CHECK(counters.abandoned == 1);
}

TEST_CASE_FIXTURE(RunnerWorld,
                  "runner: a request that is not answered in time fails its transaction") {
  settings.request_deadline = 20ms;
  chaincode.act = get_k;
  open();
  const Message proposal = begin("1");
  outlet.sent.clear();
  CHECK(ticks_until(*this, [&] { return !outlet.sent.empty(); }));
  CHECK(error() == "the peer has not answered within 20 ms");
  CHECK(counters.unanswered_requests == 1);
  outlet.sent.clear();
  answer(proposal, "v");
  CHECK(take() == "");
  CHECK(ignored(*this, Ignored::not_waited_for) == 1);
}

TEST_CASE_FIXTURE(RunnerWorld, "runner: a peer that has forgotten a transaction gets no answer") {
  chaincode.act = get_k;
  open();
  answer(begin("1"), "GET_STATE failed: transaction ID: t: no ledger context", Message::ERROR);
  CHECK(take() == "GET_STATE ");
  CHECK(counters.abandoned == 1);
}

TEST_CASE_FIXTURE(RunnerWorld,
                  "runner: a peer that never registers us is told why the stream ends") {
  settings.handshake = 0ms;
  runner = std::make_unique<Runner>(outlet, environment);
  CHECK(take() == "REGISTER ");
  CHECK(ticks_until(*this, [&] { return !outlet.finished.empty(); }));
  CHECK(outlet.finished.starts_with("9 the peer did not accept package id toy:1: "));
  // Once, however long the stream takes to end.
  for (int i = 0; i < 3; ++i) runner->tick();
  CHECK(counters.handshake_timeouts == 1);
}

TEST_CASE_FIXTURE(RunnerWorld, "runner: READY twice is counted, garbage ends the stream") {
  open();
  Message ready;
  ready.set_type(Message::READY);
  say(ready);
  CHECK(ignored(*this, Ignored::already_ready) == 1);
  runner->received("\xff\xff\xff");
  CHECK(outlet.finished == "3 a message cannot be decoded");
}

// The soak of a hundred thousand drops is the benchmark's; here every state sees some.
TEST_CASE("runner: a stream lost in any state leaves nothing behind") {
  int ended = 0;
  struct CountEnd {
    int& ended;
    ~CountEnd() { ++ended; }
  };
  const std::function<Response(Stub&)> acts[] = {[&](Stub& stub) {
                                                   const CountEnd guard{ended};
                                                   return get_k(stub);
                                                 },
                                                 [&](Stub& stub) {  // resists
                                                   const CountEnd guard{ended};
                                                   for (int i = 0; i < 3; ++i) {
                                                     try {
                                                       (void)stub.get("k");
                                                     } catch (...) {
                                                       continue;
                                                     }
                                                   }
                                                   return Response();
                                                 },
                                                 [&](Stub& stub) {
                                                   const CountEnd guard{ended};
                                                   Rows rows = stub.query_range("", "");
                                                   while (rows.next()) {
                                                   }
                                                   return Response();
                                                 },
                                                 [&](Stub& stub) {
                                                   const CountEnd guard{ended};
                                                   stub.put("k", "v");
                                                   return Response();
                                                 },
                                                 [&](Stub& stub) {
                                                   const CountEnd guard{ended};
                                                   return stub.invoke_chaincode({"other", ""}, {});
                                                 }};
  const auto drop = [&](std::size_t times) {
    int begun = 0;
    for (std::size_t i = 0; i < times; ++i) {
      RunnerWorld world;
      world.open(i % 2 == 0 ? test::v3_1 : test::v2_5);
      for (const auto& act : acts) {
        world.chaincode.act = act;
        const Message proposal = world.begin(std::to_string(++begun));
        if (i % 3 == 1) world.answer(proposal, test::page_of({"a"}, true));
      }
      world.outlet.sent.clear();
      if (i % 4 == 3) {
        world.runner.reset();
      } else {
        world.runner->closed();
      }
      CHECK(world.take() == "");
      CHECK(world.counters.in_flight == 0);
      CHECK(world.counters.ready_streams == 0);
    }
    return begun;
  };
  CHECK(drop(100) == ended);
}
