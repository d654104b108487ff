// SPDX-License-Identifier: Apache-2.0
#include "chaincode/base/fault_point.hpp"

#include <csignal>
#include <cstdlib>

#include <doctest/doctest.h>
#include <sys/wait.h>
#include <unistd.h>

namespace {

/// How a process ends that passes the points `a` and `b`: 128 + the signal, or 7 behind both.
int end_of_process(const char* chosen) {
  const pid_t child = ::fork();
  if (child == 0) {
    if (chosen != nullptr) ::setenv("TRADELANE_FAULT_POINT", chosen, 1);
    tradelane::fault_point("test.a");
    tradelane::fault_point("test.b");
    for (int i = 0; i < 2; ++i) tradelane::fault_point("test.twice");
    ::_exit(7);
  }
  int status = 0;
  REQUIRE(::waitpid(child, &status, 0) == child);
  return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

}  // namespace

TEST_CASE("fault point: the process dies by SIGKILL at the named place and at no other") {
  ::unsetenv("TRADELANE_FAULT_POINT");
  CHECK(end_of_process(nullptr) == 7);
  CHECK(end_of_process("") == 7);
  CHECK(end_of_process("test") == 7);
  CHECK(end_of_process("test.c") == 7);
  const int killed = tradelane::has_fault_points ? 128 + SIGKILL : 7;
  CHECK(end_of_process("test.a") == killed);
  CHECK(end_of_process("test.b") == killed);
}

TEST_CASE("fault point: it may be the n-th pass that kills") {
  CHECK(end_of_process("test.a@2") == 7);
  CHECK(end_of_process("test.a@1") == (tradelane::has_fault_points ? 128 + SIGKILL : 7));
  CHECK(end_of_process("test.twice@2") == (tradelane::has_fault_points ? 128 + SIGKILL : 7));
  CHECK(end_of_process("test.twice@3") == 7);
}
