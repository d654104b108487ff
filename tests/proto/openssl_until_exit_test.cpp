// SPDX-License-Identifier: Apache-2.0
#include "proto/openssl_until_exit.hpp"

#include <cstdlib>
#include <string>

#include <doctest/doctest.h>
#include <openssl/crypto.h>
#include <sys/wait.h>
#include <unistd.h>

namespace {

int to_parent = -1;

/// How a child process that has used OpenSSL and exits is told of OpenSSL's end: "" not at all.
std::string told_at_exit() {
  int ends[2];
  REQUIRE(::pipe(ends) == 0);
  const pid_t child = ::fork();
  if (child == 0) {
    to_parent = ends[1];
    OPENSSL_atexit([] { (void)!::write(to_parent, "end", 3); });
    std::exit(0);
  }
  ::close(ends[1]);
  std::string out(8, '\0');
  const auto size = ::read(ends[0], out.data(), out.size());
  ::close(ends[0]);
  REQUIRE(::waitpid(child, nullptr, 0) == child);
  REQUIRE(size >= 0);
  out.resize(static_cast<std::size_t>(size));
  return out;
}

}  // namespace

TEST_CASE("openssl until exit: it is not ended under threads that still use it") {
  tradelane::keep_openssl_until_exit();
  CHECK(told_at_exit() == "");
}
