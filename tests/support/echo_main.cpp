// SPDX-License-Identifier: Apache-2.0
// echo-server: the transport in a process of its own, for tests that look at one from outside.
// Usage: echo-server [nofile=N] [first_stream_ms=N] [connections_per_address=N]; prints its port,
// ends at SIGTERM.
#include <iostream>
#include <string>

#include <signal.h>
#include <sys/resource.h>

#include "tests/support/echo.hpp"

int main(int count, char** words) {
  using namespace tradelane;
  shim::http2::Limits limits;
  for (int i = 1; i < count; ++i) {
    const std::string word = words[i];
    const auto equals = word.find('=');
    const auto number = std::stoul(word.substr(equals + 1));
    const std::string name = word.substr(0, equals);
    if (name == "nofile") {
      const rlimit most{.rlim_cur = number, .rlim_max = number};
      ::setrlimit(RLIMIT_NOFILE, &most);
    }
    if (name == "first_stream_ms") limits.first_stream = std::chrono::milliseconds(number);
    if (name == "connections_per_address") limits.connections_per_address = number;
  }
  sigset_t endings;
  ::sigemptyset(&endings);
  ::sigaddset(&endings, SIGTERM);
  ::pthread_sigmask(SIG_BLOCK, &endings, nullptr);
  test::EchoServer echo(nullptr, limits);
  std::cout << echo.port() << std::endl;
  int which = 0;
  ::sigwait(&endings, &which);
  return 0;
}
