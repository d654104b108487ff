// SPDX-License-Identifier: Apache-2.0
#include "chaincode/shim/fiber.hpp"

#include <algorithm>
#include <array>
#include <csignal>
#include <cstdint>
#include <cstring>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include <doctest/doctest.h>
#include <sys/wait.h>
#include <unistd.h>

#include "chaincode/base/result.hpp"

using namespace tradelane;
using shim::Fiber;

TEST_CASE("fiber: stops in the middle and goes on where it stopped") {
  std::string trace;
  Fiber fiber([&] {
    trace += "a";
    Fiber::suspend();
    trace += "b";
    Fiber::suspend();
    trace += "c";
  });
  CHECK(trace.empty());
  fiber.resume();
  trace += "1";
  fiber.resume();
  trace += "2";
  CHECK_FALSE(fiber.done());
  fiber.resume();
  CHECK(trace == "a1b2c");
  CHECK(fiber.done());
  CHECK_THROWS_AS(fiber.resume(), Fault);
}

TEST_CASE("fiber: thousands at once, each with its own locals") {
  std::vector<std::unique_ptr<Fiber>> fibers;
  std::vector<int> sums(2500, 0);
  for (int i = 0; i < 2500; ++i)
    fibers.push_back(std::make_unique<Fiber>([i, &sums] {
      std::string local = std::to_string(i);
      for (int k = 0; k < 3; ++k) {
        Fiber::suspend();
        sums[static_cast<std::size_t>(i)] += std::stoi(local);
      }
    }));
  for (int round = 0; round < 4; ++round)
    for (const auto& fiber : fibers) fiber->resume();
  for (int i = 0; i < 2500; ++i) CHECK(sums[static_cast<std::size_t>(i)] == 3 * i);
}

TEST_CASE("fiber: exceptions live and die inside, also across suspensions of others") {
  std::string trace;
  const auto body = [&trace](const char* name) {
    return [&trace, name] {
      for (int i = 0; i < 2; ++i) {
        try {
          Fiber::suspend();
          throw std::runtime_error(name);
        } catch (const std::runtime_error& error) {
          trace += error.what();
        }
      }
    };
  };
  Fiber one(body("1"));
  Fiber two(body("2"));
  for (int i = 0; i < 3; ++i) {
    one.resume();
    two.resume();
  }
  CHECK(trace == "1212");
}

TEST_CASE("fiber: suspending inside a catch or a destructor that unwinds is refused") {
  int refused = 0;
  const auto try_to_suspend = [&refused] {
    try {
      Fiber::suspend();
    } catch (const Fault&) {
      ++refused;
    }
  };
  struct OnExit {
    std::function<void()> act;
    ~OnExit() { act(); }
  };
  Fiber fiber([&] {
    try {
      throw 1;
    } catch (int) {
      try_to_suspend();
    }
    try {
      const OnExit guard{try_to_suspend};
      throw 2;
    } catch (int) {
    }
    Fiber::suspend();
  });
  fiber.resume();
  CHECK(refused == 2);
  fiber.resume();
  CHECK(fiber.done());
}

namespace {

/// Runs to its end on a stack, and says where that is.
std::uintptr_t place_of_a_stack(char fill) {
  std::uintptr_t place = 0;
  Fiber fiber([&] {
    std::array<char, 20'000> local{};  // its borders are what a sanitizer marks
    local.fill(fill);
    place = reinterpret_cast<std::uintptr_t>(local.data());
    Fiber::suspend();
    CHECK(local.front() == fill);
    CHECK(local.back() == fill);
  });
  fiber.resume();
  fiber.resume();
  return place;
}

/// Writes to more of the stack than the fiber before did, from another frame.
void use_a_stack_otherwise() {
  Fiber fiber([&] {
    std::array<char, 60'000> local;
    std::memset(local.data(), 1, local.size());
    Fiber::suspend();
    CHECK(std::count(local.begin(), local.end(), 1) == 60'000);
  });
  fiber.resume();
  fiber.resume();
}

/// How many single pages of this process no access survives: each stack has one below it.
std::size_t guard_pages() {
  const auto page = static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
  std::ifstream maps("/proc/self/maps");
  std::size_t count = 0;
  for (std::string line; std::getline(maps, line);) {
    std::istringstream in(line);
    std::uint64_t from = 0;
    std::uint64_t to = 0;
    char dash = 0;
    std::string rights;
    in >> std::hex >> from >> dash >> to >> rights;
    if (to - from == page && rights == "---p") ++count;
  }
  return count;
}

}  // namespace

TEST_CASE("fiber: a stack is used again as it is, also under a sanitizer") {
  const auto place = place_of_a_stack('a');
  use_a_stack_otherwise();
  CHECK(place_of_a_stack('b') == place);
}

TEST_CASE("fiber: after a burst most stacks are given back") {
  const auto run = [](std::size_t count) {
    std::vector<std::unique_ptr<Fiber>> fibers;
    for (std::size_t i = 0; i < count; ++i) {
      fibers.push_back(std::make_unique<Fiber>([] { Fiber::suspend(); }));
      fibers.back()->resume();
    }
    const auto most = guard_pages();
    for (const auto& fiber : fibers) fiber->resume();
    return most;
  };
  constexpr std::size_t most_kept = 256;
  // Those of threads come besides, and go when the C library likes.
  const auto most = run(1000);
  CHECK(most >= 1000);
  CHECK(guard_pages() + 1000 - most_kept <= most);
}

TEST_CASE("fiber: one that is destroyed in the middle ends the process") {
  const pid_t child = ::fork();
  if (child == 0) {
    std::signal(SIGABRT, SIG_DFL);
    {
      Fiber fiber([] { Fiber::suspend(); });
      fiber.resume();
    }
    ::_exit(0);
  }
  int status = 0;
  REQUIRE(::waitpid(child, &status, 0) == child);
  CHECK(WIFSIGNALED(status));
  CHECK(WTERMSIG(status) == SIGABRT);
}

TEST_CASE("fiber: outside of one there is nothing to suspend, inside of one nothing to resume") {
  CHECK_THROWS_AS(Fiber::suspend(), Fault);
  bool refused = false;
  Fiber inner([] {});
  Fiber outer([&] {
    try {
      inner.resume();
    } catch (const Fault&) {
      refused = true;
    }
  });
  outer.resume();
  CHECK(refused);
}
