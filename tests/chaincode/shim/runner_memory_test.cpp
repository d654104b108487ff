// SPDX-License-Identifier: Apache-2.0
// When memory is short, and what must not take more and more of it.
#include <atomic>
#include <fstream>
#include <future>
#include <thread>

#include <doctest/doctest.h>
#include <malloc.h>
#include <sys/resource.h>
#include <unistd.h>

#include "chaincode/base/sanitizer.hpp"
#include "chaincode/shim/workers.hpp"
#include "tests/chaincode/shim/runner_world.hpp"

using namespace tradelane;
using namespace tradelane::shim;
using namespace std::chrono_literals;
using test::RunnerWorld;

namespace {

/// While it exists this process gets no more address space, but for what the allocator has already.
class NoMoreMemory {
 public:
  NoMoreMemory() {
    ::getrlimit(RLIMIT_AS, &before_);
    std::uint64_t pages = 0;
    std::ifstream("/proc/self/statm") >> pages;
    const rlimit now{pages * static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE)), before_.rlim_max};
    ::setrlimit(RLIMIT_AS, &now);
  }
  ~NoMoreMemory() { ::setrlimit(RLIMIT_AS, &before_); }
  NoMoreMemory(const NoMoreMemory&) = delete;
  NoMoreMemory& operator=(const NoMoreMemory&) = delete;

 private:
  rlimit before_{};
};

constexpr bool is_sanitized =
#if defined(TRADELANE_ADDRESS_SANITIZER) || defined(TRADELANE_THREAD_SANITIZER)
    true;
#else
    false;
#endif

/// By glibc's allocator, which is not asked under a sanitizer.
std::size_t allocated() {
  const auto now = ::mallinfo2();
  return now.uordblks + now.hblkhd;
}

/// Runs `test` on a thread that has made no stack yet and has memory of its own for the rest.
void on_a_fresh_thread(const std::function<void()>& test) {
  std::thread([&] {
    { const std::string room(64 * 1024, 'x'); }
    test();
  }).join();
}

}  // namespace

// With such a limit a sanitizer would run out of memory itself: it reserves address space as it
// goes.
TEST_CASE("runner memory: without any for a stack one transaction fails, the others go on" *
          doctest::skip(is_sanitized)) {
  on_a_fresh_thread([] {
    RunnerWorld world;
    world.chaincode.act = [](Stub& stub) {
      return Response{.payload = stub.get("k").value_or("")};
    };
    world.open();
    const auto first = world.begin("1");
    CHECK(world.take() == "GET_STATE ");
    {
      const NoMoreMemory limit;
      world.begin("2");
    }
    CHECK(world.error() == "no memory for a stack");
    CHECK(world.take() == "ERROR ");
    CHECK(world.counters.failed == 1);
    CHECK(world.counters.in_flight == 1);
    world.answer(first, "v");
    CHECK(world.take() == "COMPLETED ");
    world.begin("2");
    CHECK(world.take() == "GET_STATE ");
  });
}

TEST_CASE("runner memory: what a worker that is stuck is told does not pile up") {
  RunnerWorld stuck;
  RunnerWorld world;
  test::KeepingLoop loop;
  Watchdog watchdog{1h, world.log};
  Workers workers{1, watchdog};
  std::promise<void> may_end;
  stuck.chaincode.act = [&](Stub&) {
    may_end.get_future().wait();
    return Response();
  };
  std::atomic<int> ran = 0;
  world.chaincode.act = [&](Stub&) {
    ++ran;
    return Response();
  };
  for (RunnerWorld* each : {&stuck, &world}) {
    each->environment.workers = &workers;
    each->loop = &loop;
    each->open();
  }
  constexpr std::size_t waiting = 100;
  stuck.begin("stuck");
  for (std::size_t i = 0; i < waiting; ++i) world.begin(std::to_string(i));
  world.settings.deadline = 0ms;  // all of them are late
  world.runner->tick();
  const std::size_t before = allocated();
  for (int i = 0; i < 1000; ++i) world.runner->tick();
  if (!is_sanitized) CHECK(allocated() < before + 100'000);
  may_end.set_value();
  const test::Deadline deadline;
  while (world.counters.in_flight > 0 && !deadline.is_over()) loop.run();
  CHECK(world.counters.abandoned == waiting);
  CHECK(ran == 0);  // nobody waits for them any more
  CHECK(world.take() == "");
  for (RunnerWorld* each : {&stuck, &world}) each->runner.reset();
  workers.stop();
}
