// SPDX-License-Identifier: Apache-2.0
// What must not take more and more memory.
#include <future>

#include <doctest/doctest.h>
#include <malloc.h>

#include "chaincode/shim/workers.hpp"
#include "tests/chaincode/shim/runner_world.hpp"

using namespace tradelane;
using namespace tradelane::shim;
using namespace std::chrono_literals;
using test::RunnerWorld;

namespace {

/// Keeps what is posted until the test runs it.
struct KeepingLoop : http2::Loop {
  std::mutex lock;
  std::vector<std::function<void()>> posted;
  void post(std::function<void()> task) override {
    const std::lock_guard guard(lock);
    posted.push_back(std::move(task));
  }
  void run() {
    std::vector<std::function<void()>> tasks;
    {
      const std::lock_guard guard(lock);
      tasks.swap(posted);
    }
    for (const auto& task : tasks) task();
  }
};

}  // namespace

TEST_CASE("runner memory: what a worker that is stuck is told does not pile up") {
  RunnerWorld stuck;
  RunnerWorld world;
  KeepingLoop loop;
  Watchdog watchdog{1h, world.counters, world.log};
  Workers workers{1, watchdog};
  std::promise<void> may_end;
  stuck.chaincode.act = [&](Stub&) {
    may_end.get_future().wait();
    return Response();
  };
  world.settings.deadline = 1ms;
  for (RunnerWorld* each : {&stuck, &world}) {
    each->environment.workers = &workers;
    each->loop = &loop;
    each->open();
  }
  constexpr std::size_t waiting = 100;
  stuck.begin("stuck");
  for (std::size_t i = 0; i < waiting; ++i) world.begin(std::to_string(i));
  const auto late = std::chrono::steady_clock::now() + 2ms;
  while (std::chrono::steady_clock::now() < late) {
  }
  world.runner->tick();
  const std::size_t before = ::mallinfo2().uordblks;
  for (int i = 0; i < 1000; ++i) world.runner->tick();
  const std::size_t after = ::mallinfo2().uordblks;
  CHECK(after < before + 100'000);
  may_end.set_value();
  const test::Deadline deadline;
  while (world.counters.in_flight > 0 && !deadline.is_over()) loop.run();
  CHECK(world.counters.abandoned == waiting);
  CHECK(world.take() == "");
  for (RunnerWorld* each : {&stuck, &world}) each->runner.reset();
  workers.stop();
}
