// SPDX-License-Identifier: Apache-2.0
#include "chaincode/shim/workers.hpp"

#include <condition_variable>
#include <set>

#include <doctest/doctest.h>

#include "tests/chaincode/shim/runner_world.hpp"
#include "tests/support/eventually.hpp"

using namespace tradelane;
using namespace tradelane::shim;
using namespace std::chrono_literals;
using Delivery = Transaction::Delivery;
using Step = Transaction::Step;

namespace {

/// Keeps what comes back.
class Inbox : public Workers::Sender {
 public:
  void take(std::vector<Workers::Done> steps) override {
    const std::lock_guard lock(lock_);
    ++batches_;
    threads_.insert(std::this_thread::get_id());
    for (Workers::Done& done : steps) steps_.push_back(std::move(done));
    changed_.notify_all();
  }
  std::vector<Workers::Done> wait_for(std::size_t count) {
    std::unique_lock lock(lock_);
    changed_.wait_for(lock, 60s, [&] { return steps_.size() >= count; });
    CHECK(steps_.size() == count);
    return std::exchange(steps_, {});
  }
  std::size_t batches() {
    const std::lock_guard lock(lock_);
    return batches_;
  }
  std::size_t threads() {
    const std::lock_guard lock(lock_);
    return threads_.size();
  }

 private:
  std::mutex lock_;
  std::condition_variable changed_;
  std::vector<Workers::Done> steps_;
  std::size_t batches_ = 0;
  std::set<std::thread::id> threads_;
};

struct Fixture : test::RunnerWorld {
  Watchdog watchdog{10ms, log};
  Workers workers{2, watchdog};
  std::shared_ptr<Inbox> inbox = std::make_shared<Inbox>();

  std::shared_ptr<Transaction> transaction(const std::string& nonce) {
    const auto wire = test::transaction_message({.nonce = nonce, .args = {"f"}});
    return std::make_shared<Transaction>(environment,
                                         *PeerMessage::decode(wire.SerializeAsString()),
                                         PeerAbilities{}, std::vector<ChaincodePlace>());
  }
  static Delivery answer() {
    Message message;
    message.set_type(Message::RESPONSE);
    message.set_payload("v");
    return {.kind = Delivery::Kind::answer,
            .answer = PeerMessage::decode(message.SerializeAsString())};
  }
};

}  // namespace

TEST_CASE_FIXTURE(Fixture, "workers: a transaction stays on its thread, others run beside it") {
  std::mutex lock;
  std::set<std::string> moved;
  std::set<std::thread::id> threads;
  chaincode.act = [&](Stub& stub) {
    const auto thread = std::this_thread::get_id();
    for (const char* key : {"a", "b", "c"}) {
      (void)stub.get(key);
      if (std::this_thread::get_id() != thread) moved.emplace(stub.txid());
    }
    const std::lock_guard guard(lock);
    threads.insert(thread);
    return Response();
  };
  std::vector<std::pair<std::size_t, std::shared_ptr<Transaction>>> running;
  for (int i = 0; i < 10; ++i) running.emplace_back(workers.pick(), transaction(std::to_string(i)));
  for (int round = 0; round < 4; ++round) {
    for (std::size_t worker = 0; worker < 2; ++worker) {
      std::vector<Workers::Job> jobs;
      for (const auto& [own, transaction] : running)
        if (own == worker) jobs.push_back({transaction, round == 0 ? Delivery{} : answer()});
      CHECK(jobs.size() == 5);
      workers.give(worker, std::move(jobs), inbox);
    }
    for (const Workers::Done& done : inbox->wait_for(10))
      CHECK(done.step.kind == (round < 3 ? Step::Kind::ask : Step::Kind::end));
  }
  CHECK(moved.empty());
  CHECK(threads.size() == 2);
  CHECK(inbox->threads() == 2);
}

TEST_CASE_FIXTURE(Fixture, "workers: the one with the fewest transactions gets the next") {
  const std::size_t first = workers.pick();
  const std::size_t second = workers.pick();
  CHECK(first != second);
  workers.give(second, {}, inbox);
  std::vector<Workers::Job> one;
  one.push_back({transaction("1"), {}});
  workers.give(second, std::move(one), inbox);
  (void)inbox->wait_for(1);
  CHECK(workers.pick() == second);
}

TEST_CASE_FIXTURE(Fixture, "workers: several threads may stop them, and each waits for what runs") {
  constexpr int all = 4;
  std::atomic<int> come = 0;
  std::atomic<bool> has_returned = false;
  std::atomic<int> saw_the_end = 0;
  chaincode.act = [&](Stub&) {
    (void)test::eventually([&] { return come == all; });
    has_returned = true;
    return Response();
  };
  std::vector<Workers::Job> job;
  job.push_back({transaction("1"), {}});
  workers.give(workers.pick(), std::move(job), inbox);
  std::vector<std::thread> stoppers;
  for (int i = 0; i < all; ++i)
    stoppers.emplace_back([&] {
      ++come;
      workers.stop();
      if (has_returned) ++saw_the_end;
    });
  for (std::thread& stopper : stoppers) stopper.join();
  CHECK(saw_the_end == all);
}

TEST_CASE_FIXTURE(Fixture, "workers: a long batch is handed back in parts") {
  chaincode.act = [&](Stub&) {
    const auto end = std::chrono::steady_clock::now() + 1ms;
    while (std::chrono::steady_clock::now() < end) {
    }
    return Response();
  };
  std::vector<Workers::Job> jobs;
  for (int i = 0; i < 3; ++i) {
    (void)workers.pick();
    jobs.push_back({transaction(std::to_string(i)), {}});
  }
  workers.give(0, std::move(jobs), inbox);
  (void)inbox->wait_for(3);
  CHECK(inbox->batches() == 3);
}

TEST_CASE_FIXTURE(Fixture, "workers: one that is stuck gets nothing more while another is free") {
  for (const std::size_t stuck : {0U, 1U}) {
    CAPTURE(stuck);
    std::atomic<bool> may_end = false;
    chaincode.act = [&](Stub&) {
      while (!may_end) std::this_thread::yield();
      return Response();
    };
    Workers two{2, watchdog};
    REQUIRE(test::eventually([&] { return two.pick() == stuck; }));
    std::vector<Workers::Job> jobs;
    jobs.push_back({transaction("1"), {}});
    two.give(stuck, std::move(jobs), inbox);
    CHECK(test::eventually([&] { return watchdog.stuck_threads() == 1; }));
    for (int i = 0; i < 5; ++i) CHECK(two.pick() != stuck);
    may_end = true;
    (void)inbox->wait_for(1);
    CHECK(test::eventually([&] { return watchdog.stuck_threads() == 0; }));
  }
}

TEST_CASE_FIXTURE(Fixture, "workers: what is ready after the stream has ended goes nowhere") {
  test::KeepingLoop posted;
  loop = &posted;
  environment.workers = &workers;
  open();
  const auto said = [&](bool is_closed) {
    begin(is_closed ? "1" : "2");
    REQUIRE(test::eventually([&] { return !posted.is_empty(); }));
    if (is_closed) runner->closed();
    posted.run();
    return take();
  };
  CHECK(said(false) == "COMPLETED ");
  CHECK(counters.messages_sent == 2);  // REGISTER was the first
  CHECK(said(true) == "");
  runner.reset();
}

TEST_CASE_FIXTURE(Fixture, "workers: stopping unwinds what is suspended, whoever still holds it") {
  std::atomic<int> unwound = 0;
  struct Count {
    std::atomic<int>& unwound;
    ~Count() { ++unwound; }
  };
  chaincode.act = [&](Stub& stub) {
    const Count guard{unwound};
    return Response{.payload = stub.get("k").value_or("")};
  };
  std::vector<std::shared_ptr<Transaction>> held;
  for (int i = 0; i < 10; ++i) {
    held.push_back(transaction(std::to_string(i)));
    std::vector<Workers::Job> jobs;
    jobs.push_back({held.back(), {}});
    workers.give(workers.pick(), std::move(jobs), inbox);
  }
  (void)inbox->wait_for(10);
  CHECK(unwound == 0);
  workers.stop();
  CHECK(unwound == 10);
  CHECK(counters.abandoned == 10);
  held.clear();
  CHECK(counters.in_flight == 0);
}
