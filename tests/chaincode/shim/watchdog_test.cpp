// SPDX-License-Identifier: Apache-2.0
#include "chaincode/shim/watchdog.hpp"

#include <optional>

#include <doctest/doctest.h>

#include "tests/support/eventually.hpp"

using namespace tradelane;
using namespace tradelane::shim;
using namespace std::chrono_literals;

namespace {

bool becomes(const Watchdog& watchdog, std::size_t stuck) {
  return test::eventually([&] { return watchdog.stuck_threads() == stuck; });
}

}  // namespace

TEST_CASE("watchdog: a thread that stays inside is counted until it comes out or is gone") {
  Log log(2, LogLevel::error);
  Watchdog watchdog(10ms, log);
  auto one = watchdog.watch("one");
  auto two = watchdog.watch("two");
  std::optional<Pulse::Inside> inside_one(one.get());
  CHECK(becomes(watchdog, 1));
  CHECK(one->is_stuck());
  CHECK_FALSE(two->is_stuck());
  const std::optional<Pulse::Inside> inside_two(two.get());
  CHECK(becomes(watchdog, 2));
  inside_one.reset();
  CHECK(becomes(watchdog, 1));
  CHECK_FALSE(one->is_stuck());
}

TEST_CASE("watchdog: who goes in and out again and again is not stuck") {
  Log log(2, LogLevel::error);
  Watchdog watchdog(1s, log);  // a machine that pauses must not pause for so long
  const auto idle = watchdog.watch("idle");
  const auto busy = watchdog.watch("busy");
  const Pulse::Inside for_ever(idle.get());
  bool was_stuck = false;
  CHECK(test::eventually([&] {
    const Pulse::Inside inside(busy.get());
    was_stuck = was_stuck || busy->is_stuck();
    return idle->is_stuck();
  }));
  CHECK_FALSE(was_stuck);
  const Pulse::Inside nobody(nullptr);
}

TEST_CASE("watchdog: a pulse that is gone is not watched any more") {
  Log log(2, LogLevel::error);
  Watchdog watchdog(0ms, log);
  auto pulse = watchdog.watch("gone");
  {
    const Pulse::Inside inside(pulse.get());
    CHECK(becomes(watchdog, 1));
  }
  pulse.reset();
  CHECK(becomes(watchdog, 0));
}
