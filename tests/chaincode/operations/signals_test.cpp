// SPDX-License-Identifier: Apache-2.0
#include "chaincode/operations/signals.hpp"

#include <doctest/doctest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

using tradelane::operations::Signals;
using Wish = Signals::Wish;

TEST_CASE("signals: each is taken once, in order, and does nothing by itself") {
  // In a process of its own: blocked signals stay blocked.
  const pid_t child = ::fork();
  if (child == 0) {
    using namespace std::chrono_literals;
    const Signals signals;
    int step = 1;
    if (signals.wait(0ms) != Wish::none) ::_exit(step);
    for (const auto& [number, wish] :
         {std::pair{SIGHUP, Wish::reload}, {SIGTERM, Wish::end}, {SIGINT, Wish::end}}) {
      ++step;
      ::kill(::getpid(), number);
      if (signals.wait(10s) != wish) ::_exit(step);
    }
    ::_exit(signals.wait(0ms) == Wish::none ? 0 : 9);
  }
  int status = 0;
  REQUIRE(::waitpid(child, &status, 0) == child);
  REQUIRE(WIFEXITED(status));
  CHECK(WEXITSTATUS(status) == 0);
}
