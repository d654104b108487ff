// SPDX-License-Identifier: Apache-2.0
#include "adapters/feed/pipeline.hpp"

#include <csignal>
#include <cstdlib>
#include <thread>

#include <doctest/doctest.h>
#include <sys/wait.h>
#include <unistd.h>

#include "chaincode/base/fault_point.hpp"
#include "tests/adapters/feed/fake_ledger.hpp"

using namespace tradelane;
using namespace tradelane::feed;
using test::Desk;
using test::FakeLedger;

namespace {

const Failure refused{Failure::Next::give_up, "FEED_SIG_INVALID", "no"};
const Failure person{Failure::Next::ask_person, "PERMISSION_DENIED", "who are you"};
const Failure again{Failure::Next::again, "UNAVAILABLE", "later"};
const Failure unknown{Failure::Next::unknown, "DEADLINE_EXCEEDED", "nobody knows"};
using Calls = std::vector<std::string>;

}  // namespace

TEST_CASE("pipeline: an item is prepared, kept, sent, asked for and done") {
  Desk desk;
  const auto id = desk.receive("s", "k");
  const Record record = desk.pipeline.work(id);
  CHECK(record.state == State::done);
  CHECK(record.block == 1);
  CHECK(record.result == "answer");
  CHECK(desk.ledger.calls == Calls{"prepare k", "send k#1", "status k#1"});
  CHECK(desk.pipeline.work(id).state == State::done);
  CHECK(desk.ledger.calls.size() == 3);
  CHECK_THROWS_AS(desk.pipeline.work(99), Fault);
}

TEST_CASE("pipeline: what each failure of preparing or of the outcome leads to") {
  struct Row {
    const char* what;
    std::deque<Failure> prepare;
    std::deque<Failure> status;
    State state;
    bool kept;
    Calls second;  // the calls of another attempt
  };
  const Row rows[] = {
      {"refused", {refused}, {}, State::dead, false, {}},
      {"a person must look", {person}, {}, State::dead, false, {}},
      {"busy", {again}, {}, State::waiting, false, {"prepare k", "send k#1", "status k#1"}},
      {"invalid, may pass",
       {},
       {again},
       State::waiting,
       false,
       {"prepare k", "send k#2", "status k#2"}},
      {"invalid, an alarm", {}, {person}, State::dead, false, {}},
      {"unknown", {}, {unknown}, State::waiting, true, {"status k#1"}},
      {"unknown for longer",
       {},
       {unknown, unknown},
       State::waiting,
       true,
       {"status k#1", "send k#1", "status k#1"}}};
  for (const Row& row : rows) {
    CAPTURE(row.what);
    Desk desk;
    desk.ledger.prepare_failures = row.prepare;
    desk.ledger.status_failures = row.status;
    const auto id = desk.receive("s", "k");
    CHECK(desk.pipeline.work(id).state == row.state);
    CHECK(desk.store->kept(id).has_value() == row.kept);
    desk.ledger.calls.clear();
    const Record second = desk.pipeline.work(id);
    CHECK(desk.ledger.calls == row.second);
    CHECK(second.state == (row.state == State::dead ? State::dead : State::done));
  }
}

TEST_CASE("pipeline: a send that fails is no answer, the status is; its text is kept") {
  Desk desk;
  desk.ledger.send_failures = {unknown};
  CHECK(desk.pipeline.work(desk.receive("s", "1")).state == State::done);
  desk.ledger.send_failures = {again};
  const Record record = desk.pipeline.work(desk.receive("s", "2"));
  CHECK(record.state == State::waiting);
  CHECK(record.code == "DEADLINE_EXCEEDED");
  CHECK(record.reason == "no status yet (sending: later)");
}

TEST_CASE(
    "pipeline: what was taken is waited for, what may not have arrived is asked for briefly") {
  Desk desk;
  const RetryPolicy policy;
  desk.pipeline.work(desk.receive("s", "1"));
  desk.ledger.send_failures = {again};
  const auto id = desk.receive("s", "2");
  desk.pipeline.work(id);
  desk.pipeline.work(id);
  CHECK(desk.ledger.waits == std::vector<Milliseconds>{policy.status_within, policy.ask_within,
                                                       policy.ask_within, policy.status_within});
  CHECK(desk.ledger.effects() == Calls{"1", "2"});
}

TEST_CASE("pipeline: a source's order is kept, an item that cannot pass holds what follows") {
  Desk desk;
  for (const char* key : {"1", "2", "3"}) desk.receive("s", key);
  desk.receive("other", "4");
  CHECK(desk.pipeline.step("s"));
  desk.ledger.prepare_failures = {refused};
  CHECK(desk.pipeline.step("s"));
  CHECK_FALSE(desk.pipeline.step("s"));
  CHECK(desk.store->head("s")->state == State::dead);
  CHECK(desk.pipeline.step("other"));
  CHECK(desk.ledger.effects() == Calls{"1", "4"});
  CHECK(desk.store->revive(desk.store->head("s")->id));
  while (desk.pipeline.step("s")) {
  }
  CHECK(desk.ledger.effects() == Calls{"1", "4", "2", "3"});
}

TEST_CASE("pipeline: nothing overtakes an item that waits for its next attempt") {
  Desk desk({.first = Milliseconds(200), .longest = Milliseconds(1000)});
  for (const char* key : {"1", "2"}) desk.receive("s", key);
  desk.ledger.prepare_failures = {again};
  CHECK(desk.pipeline.step("s"));
  CHECK_FALSE(desk.pipeline.step("s"));
  desk.now += 199;
  CHECK_FALSE(desk.pipeline.step("s"));
  desk.now += 1;
  CHECK(desk.pipeline.step("s"));
  CHECK(desk.pipeline.step("s"));
  CHECK(desk.ledger.effects() == Calls{"1", "2"});
}

TEST_CASE("pipeline: a clock that was turned back delays nothing beyond the longest wait") {
  Desk desk({.first = Milliseconds(200), .longest = Milliseconds(1000)});
  desk.receive("s", "1");
  desk.ledger.prepare_failures = {again};
  CHECK(desk.pipeline.step("s"));
  desk.now -= 100'000;
  CHECK(desk.pipeline.step("s"));
  CHECK(desk.ledger.effects() == Calls{"1"});
}

TEST_CASE("pipeline: retries end when an item has failed often enough and is old enough") {
  Desk desk({.attempts = 3, .give_up_after = Milliseconds(1000), .first = Milliseconds(1)});
  const auto id = desk.receive("s", "1");
  desk.ledger.prepare_failures.assign(10, again);
  for (int i = 0; i < 4; ++i) CHECK(desk.pipeline.work(id).state == State::waiting);
  desk.now += 999;
  CHECK(desk.pipeline.work(id).state == State::waiting);
  desk.now += 1;
  CHECK(desk.pipeline.work(id).state == State::dead);
  CHECK(desk.store->find(id)->attempts == 6);

  Desk young({.attempts = 3, .give_up_after = Milliseconds(0)});
  young.ledger.prepare_failures.assign(10, again);
  const auto other = young.receive("s", "1");
  CHECK(young.pipeline.work(other).state == State::waiting);
  CHECK(young.pipeline.work(other).state == State::waiting);
  CHECK(young.pipeline.work(other).state == State::dead);
}

TEST_CASE("pipeline: an outcome that stays unknown ends in the dead letters with its envelope") {
  Desk desk({.attempts = 1, .give_up_after = Milliseconds(0)});
  desk.ledger.status_failures = {unknown};
  const auto id = desk.receive("s", "1");
  CHECK(desk.pipeline.work(id).state == State::dead);
  CHECK(desk.store->kept(id));
  CHECK(desk.store->revive(id));
  CHECK(desk.pipeline.work(id).state == State::done);
  CHECK(desk.ledger.transactions() == Calls{"1#1"});
}

TEST_CASE("pipeline: the wait doubles up to the longest, half of it by chance") {
  const RetryPolicy whole{.first = Milliseconds(200), .longest = Milliseconds(60'000)};
  CHECK(backoff(whole, 1).count() == 200);
  CHECK(backoff(whole, 2).count() == 400);
  CHECK(backoff(whole, 9).count() == 51'200);
  CHECK(backoff(whole, 10).count() == 60'000);
  CHECK(backoff(whole, 1'000'000).count() == 60'000);
  RetryPolicy least = whole;
  least.jitter = [] { return 0; };
  CHECK(backoff(least, 1).count() == 100);
  CHECK(backoff(least, 10).count() == 30'000);
}

TEST_CASE("pipeline: a sweep attempts what is due of any source, as much as it may") {
  Desk desk;
  for (const char* key : {"1", "2", "3"}) desk.receive(key, key);
  CHECK(desk.pipeline.sweep(2) == 2);
  CHECK(desk.pipeline.sweep(2) == 1);
  CHECK(desk.pipeline.sweep(2) == 0);
  CHECK(desk.ledger.effects() == Calls{"1", "2", "3"});
}

TEST_CASE("pipeline: many threads at one item have one effect") {
  Desk desk;
  const auto id = desk.receive("s", "1");
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) threads.emplace_back([&] { desk.pipeline.work(id); });
  for (std::thread& thread : threads) thread.join();
  CHECK(desk.ledger.calls.size() == 3);
  CHECK(desk.ledger.effects() == Calls{"1"});
}

TEST_CASE("pipeline: killed at each point and started again, everything has one effect, in order") {
  if (!has_fault_points) return;
  for (const char* point :
       {"feed.stored", "feed.endorsed", "feed.kept", "feed.sent", "feed.committed"}) {
    CAPTURE(point);
    const test::TempFolder folder;
    const auto run = [&] {
      Log quiet(-1);
      const auto store = std::move(*Store::open(folder.file("feed.db")));
      FakeLedger ledger(folder.file("ledger"));
      Pipeline pipeline({*store, ledger, quiet}, {});
      if (store->cursor("s").empty())
        (void)store->receive("s", {{"1", "a"}, {"2", "b"}, {"3", "c"}}, "end");
      while (pipeline.step("s")) {
      }
      return store->cursor("s");
    };
    const pid_t child = ::fork();
    if (child == 0) {
      ::setenv("TRADELANE_FAULT_POINT", point, 1);
      run();
      ::_exit(0);
    }
    int status = 0;
    REQUIRE(::waitpid(child, &status, 0) == child);
    CHECK((WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL));
    CHECK(run() == "end");
    CHECK(FakeLedger(folder.file("ledger")).effects() == Calls{"1", "2", "3"});
    const auto store = std::move(*Store::look(folder.file("feed.db")));
    CHECK(store->counts("s").done == 3);
    CHECK(store->counts("s").waiting == 0);
  }
}
