// SPDX-License-Identifier: Apache-2.0
// What tests/setup says on a machine that lacks something.
#include <array>
#include <cstdio>
#include <iostream>
#include <memory>
#include <string>

#include <doctest/doctest.h>
#include <sys/wait.h>

namespace {

struct Ended {
  int status = 0;
  std::string said = {};
};

Ended run(const std::string& command) {
  FILE* pipe = ::popen((command + " 2>&1").c_str(), "r");
  REQUIRE(pipe != nullptr);
  Ended out;
  std::array<char, 4096> buffer{};
  while (const std::size_t count = std::fread(buffer.data(), 1, buffer.size(), pipe))
    out.said.append(buffer.data(), count);
  const int status = ::pclose(pipe);
  out.status = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  return out;
}

}  // namespace

TEST_CASE("setup: without a loopback device it says so in a line, and ends") {
  // A new network has one that is down.
  const std::string alone = "unshare --map-root-user --net ";
  if (run(alone + "true").status != 0) {
    std::cout << "left out: setup: no network of its own may be made here\n";
    return;
  }
  const Ended ended = run(alone + TRADELANE_SOURCE_DIR "/tests/setup");
  CHECK(ended.status == 1);
  CHECK(ended.said ==
        "setup: 127.0.0.1 cannot be reached; bring the loopback device up: ip link set lo up\n");
}

TEST_CASE("setup: with everything there it says nothing") {
  const Ended ended = run("CI= " TRADELANE_SOURCE_DIR "/tests/setup");
  CHECK(ended.status == 0);
  CHECK(ended.said == "");
}
