// SPDX-License-Identifier: Apache-2.0
#include "chaincode/devpeer/faults.hpp"

#include <doctest/doctest.h>
#include <sys/wait.h>
#include <unistd.h>

using tradelane::devpeer::Faults;

TEST_CASE("faults: a counter strikes once, at one") {
  Faults faults;
  CHECK_FALSE(Faults::strikes(faults.drop_stream));
  faults.drop_stream = 2;
  CHECK_FALSE(Faults::strikes(faults.drop_stream));
  CHECK(Faults::strikes(faults.drop_stream));
  CHECK_FALSE(Faults::strikes(faults.drop_stream));
}

TEST_CASE("faults: killed at the point that was asked for") {
  const pid_t child = ::fork();
  if (child == 0) {
    Faults faults;
    faults.kill_ordered = 1;
    Faults::kill_at(faults.kill_committed);
    Faults::kill_at(faults.kill_ordered);
    ::_exit(0);
  }
  int status = 0;
  REQUIRE(::waitpid(child, &status, 0) == child);
  CHECK(WIFSIGNALED(status));
  CHECK(WTERMSIG(status) == SIGKILL);
}
