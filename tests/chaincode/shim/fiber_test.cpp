// SPDX-License-Identifier: Apache-2.0
#include "chaincode/shim/fiber.hpp"

#include <array>
#include <cstdint>
#include <cstring>
#include <string>
#include <vector>

#include <doctest/doctest.h>
#include <sys/mman.h>

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

TEST_CASE("fiber: the memory of an ended stack is anybody's, also under a sanitizer") {
  constexpr std::size_t size = 4096;
  std::uintptr_t page = 0;
  {
    Fiber fiber([&] {
      std::array<char, 3 * size> local{};  // its borders are what a sanitizer marks
      page = (reinterpret_cast<std::uintptr_t>(local.data()) - size) & ~(size - 1);
      Fiber::suspend();
      local.back() = local.front();
    });
    fiber.resume();
    fiber.resume();
  }
  void* const wanted = reinterpret_cast<void*>(page);
  void* const next = ::mmap(wanted, 5 * size, PROT_READ | PROT_WRITE,
                            MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE, -1, 0);
  REQUIRE(next == wanted);
  std::string copy(5 * size, '\0');
  std::memcpy(copy.data(), next, copy.size());
  CHECK(copy == std::string(5 * size, '\0'));
  ::munmap(next, 5 * size);
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
