// SPDX-License-Identifier: Apache-2.0
// The demo as people run it and break it off. On Fabric's own peers: tests/fabric/demo_test.cpp.
// Tests also: tests/scenario/demo.cpp
#include <csignal>

#include "tests/support/running_demo.hpp"

using namespace tradelane;

namespace {

/// The player and the six servers.
constexpr std::size_t whole_family = 7;

}  // namespace

TEST_CASE("demo: nothing runs and nothing lies about when it is broken off") {
  for (const int number : {SIGINT, SIGHUP, SIGTERM}) {
    CAPTURE(number);
    test::RunningDemo demo;
    REQUIRE(demo.family().size() == whole_family);
    CHECK(demo.text().find("The network is the embedded peer.") != std::string::npos);
    demo.process().signal(number);
    CHECK(demo.process().wait() == 128 + number);
    CHECK(test::all_gone(demo.family()));
    CHECK(demo.left_nothing());
  }
}

TEST_CASE("demo: nothing runs when it is killed, or the one who plays it") {
  for (const bool player : {false, true}) {
    CAPTURE(player);
    test::RunningDemo demo;
    REQUIRE(demo.family().size() == whole_family);
    ::kill(player ? demo.family().front() : demo.process().pid(), SIGKILL);
    CHECK(demo.process().wait() == 128 + SIGKILL);
    CHECK(test::all_end(demo.family()));
  }
}

TEST_CASE("demo: it says in one line where Fabric's programs are missed, and starts nothing") {
  const test::TempFolder nothing;
  ::setenv("FABRIC_BIN_25", nothing.path().c_str(), 1);
  const std::string log = nothing.file("demo.log");
  test::Process demo({test::program("demo"), "--fabric=2.5"}, log);
  ::unsetenv("FABRIC_BIN_25");
  CHECK(demo.wait() == 1);
  const std::string said = test::content_of(log);
  CHECK(said.find("not found: Fabric 2.5") != std::string::npos);
  CHECK(said.find('\n') == said.size() - 1);
}

TEST_CASE("demo: a flag that it does not know is refused") {
  const test::TempFolder folder;
  for (const char* flag : {"--fabric=1.4", "--keeps"}) {
    CAPTURE(flag);
    test::Process demo({test::program("demo"), flag}, folder.file("demo.log"));
    CHECK(demo.wait() == 2);
  }
}

TEST_CASE(
    "demo: the proof of its bill is good, but for the orderer that the embedded peer has not") {
  test::RunningDemo demo({"--keep"});
  demo.read_to("The story is told: 68 steps");
  demo.read_to("CDI adapter");
  const std::string profile = demo.printed("--profile");
  CHECK(demo.prove_bill(profile.substr(0, profile.rfind('/'))) == 6);
  const test::TempFolder nobody;
  CHECK(demo.prove_bill(nobody.path()) == 2);
  demo.process().signal(SIGINT);
  CHECK(demo.process().wait() == 128 + SIGINT);
}
