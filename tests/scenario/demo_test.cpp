// SPDX-License-Identifier: Apache-2.0
// The demo as people run it and break it off. Tests also: tests/scenario/demo.cpp
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <sstream>

#include <doctest/doctest.h>
#include <poll.h>

#include "tests/support/deadline.hpp"
#include "tests/support/process.hpp"
#include "tests/support/temp_folder.hpp"

using namespace tradelane;

namespace {

/// The player and the six servers.
constexpr std::size_t whole_family = 7;

std::string content_of(const std::string& file) {
  std::ostringstream out;
  out << std::ifstream(file).rdbuf();
  return out.str();
}

/// Every process below `parent`, its own children first.
std::vector<pid_t> family_of(pid_t parent) {
  const std::string id = std::to_string(parent);
  std::istringstream children(content_of("/proc/" + id + "/task/" + id + "/children"));
  std::vector<pid_t> out;
  for (pid_t child = 0; children >> child;) out.push_back(child);
  for (std::size_t i = 0; i < out.size(); ++i)
    for (const pid_t below : family_of(out[i])) out.push_back(below);
  return out;
}

/// A process that has ended has no command line, also before anybody asks how it ended.
bool all_gone(const std::vector<pid_t>& family) {
  for (const pid_t pid : family)
    if (!content_of("/proc/" + std::to_string(pid) + "/cmdline").empty()) return false;
  return true;
}

/// The demo at its first step: all servers are up.
struct Demo {
  test::TempFolder folder;
  test::TempFolder log;
  std::unique_ptr<test::Process> process;
  std::vector<pid_t> family;

  Demo() {
    ::setenv("TMPDIR", folder.path().c_str(), 1);
    process =
        std::make_unique<test::Process>(std::vector{test::program("demo")}, log.file("demo.log"));
    ::unsetenv("TMPDIR");
    std::string line;
    for (const test::Deadline deadline; line.find("party:Bootstrap") == std::string::npos;) {
      if (process->has_ended() || deadline.is_over())
        FAIL("no first step: " << log.read("demo.log"));
      line = process->read_line();
    }
    family = family_of(process->pid());
  }
};

}  // namespace

TEST_CASE("demo: nothing runs and nothing lies about when it is broken off") {
  for (const int number : {SIGINT, SIGHUP, SIGTERM}) {
    CAPTURE(number);
    Demo demo;
    REQUIRE(demo.family.size() == whole_family);
    demo.process->signal(number);
    CHECK(demo.process->wait() == 128 + number);
    CHECK(all_gone(demo.family));
    CHECK(std::filesystem::is_empty(demo.folder.path()));
  }
}

TEST_CASE("demo: nothing runs when it is killed, or the one who plays it") {
  for (const bool player : {false, true}) {
    CAPTURE(player);
    Demo demo;
    REQUIRE(demo.family.size() == whole_family);
    ::kill(player ? demo.family.front() : demo.process->pid(), SIGKILL);
    CHECK(demo.process->wait() == 128 + SIGKILL);
    for (const test::Deadline deadline; !all_gone(demo.family) && !deadline.is_over();)
      ::poll(nullptr, 0, 20);
    CHECK(all_gone(demo.family));
  }
}
