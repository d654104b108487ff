// SPDX-License-Identifier: Apache-2.0
// The program tradelane-devpeer as a process, through SIGTERM and kill -9.
#include <algorithm>

#include <doctest/doctest.h>
#include <signal.h>

#include "chaincode/codec/json.hpp"
#include "tests/chaincode/devpeer/process_world.hpp"

using namespace tradelane;
using World = test::ProcessWorld;
namespace gw = tradelane::gateway;

TEST_CASE("program: it prints where it is, and SIGTERM ends it in order") {
  World world;
  test::Process program(world.command());
  const auto ready = parse_json(program.read_line());
  REQUIRE(ready.ok());
  CHECK(*ready->find("channel")->as_string() == "trade");
  CHECK(ready->find("gateways")->as_object()->size() == 3);
  CHECK(canonical(*ready) + "\n" == world.net.read("ready.json"));
  REQUIRE(gw::invoke(*world.client(), World::call("put", {"k", "v"})).ok());
  program.signal(SIGTERM);
  CHECK(program.wait() == 0);
  CHECK(world.net.read("ready.json").empty());
}

TEST_CASE("program: its last line says which signal has ended it") {
  World world;
  auto command = world.command();
  *std::find(command.begin(), command.end(), "error") = "info";
  for (const auto& [number, name] :
       {std::pair{SIGTERM, "SIGTERM"}, {SIGINT, "SIGINT"}, {SIGHUP, "SIGHUP"}}) {
    CAPTURE(name);
    const test::TempFolder logs;
    test::Process program(command, logs.file("log"));
    REQUIRE_FALSE(program.read_line().empty());
    program.signal(number);
    CHECK(program.wait() == 0);
    const std::string log = logs.read("log");
    CAPTURE(log);
    const auto stopped = log.find("\"stopped\"");
    REQUIRE(stopped != std::string::npos);
    CHECK(log.find("\"" + std::string(name) + "\"", stopped) != std::string::npos);
  }
}

TEST_CASE("program: one that cannot be started says why") {
  const test::TempFolder folder;
  test::Process nobody({folder.file("nobody")}, folder.file("log"));
  CHECK(nobody.wait() == 127);
  CHECK(folder.read("log") == folder.file("nobody") + ": No such file or directory\n");
}

TEST_CASE("process: told to misbehave towards its chaincode, it does so once") {
  for (const auto& [fault, words] : {std::pair{"drop-stream=1", "chaincode stream terminated"},
                                     {"answer-error=1", "injected fault"}}) {
    CAPTURE(fault);
    World world;
    test::Process program(world.command({"--fault", fault}));
    REQUIRE_FALSE(program.read_line().empty());
    const auto client = world.client();
    const auto refused = gw::invoke(*client, World::call("get", {"k"}));
    REQUIRE_FALSE(refused.ok());
    REQUIRE_FALSE(refused.failure().details.empty());
    CAPTURE(refused.failure().details[0].message);
    CHECK(refused.failure().details[0].message.find(words) != std::string::npos);
    CHECK(gw::invoke(*client, World::call("get", {"k"})).ok());
  }
}

TEST_CASE(
    "process: killed at each point, it loses nothing that was acknowledged, and doubles nothing") {
  struct Row {
    const char* point;
    bool submitted;
  };
  for (const Row& row : {Row{"kill-endorsed=1", false}, Row{"kill-ordered=1", true},
                         Row{"kill-validated=1", true}, Row{"kill-committed=2", true}}) {
    CAPTURE(row.point);
    World world;
    std::optional<gw::SignedTransaction> kept;
    const auto keep = [&](const gw::SignedTransaction& transaction) { kept = transaction; };
    const gw::ResolvePolicy once{.attempts = 1, .status_within = std::chrono::milliseconds(300)};
    {
      test::Process program(world.command({"--fault", row.point}));
      REQUIRE_FALSE(program.read_line().empty());
      const auto client = world.client();
      if (std::string(row.point) == "kill-committed=2")
        REQUIRE(gw::invoke(*client, World::call("put", {"before", "v"})).ok());
      CHECK_FALSE(gw::invoke(*client, World::call("put", {"k", "v"}), once, keep).ok());
      CHECK(program.wait() == 128 + SIGKILL);
    }
    test::Process program(world.command());
    REQUIRE_FALSE(program.read_line().empty());
    const auto client = world.client();
    CHECK(kept.has_value() == row.submitted);
    if (kept) {
      const auto commit =
          gw::resolve(*client, *kept, {.status_within = std::chrono::milliseconds(300)});
      REQUIRE(commit.ok());
      CHECK(commit->valid());
      // Once more is still once.
      CHECK(gw::resolve(*client, *kept)->block == commit->block);
    } else {
      CHECK(*gw::query(*client, World::call("get", {"k"}, {})) == "(none)");
      REQUIRE(gw::invoke(*client, World::call("put", {"k", "v"})).ok());
    }
    CHECK(*gw::query(*client, World::call("get", {"k"}, {})) == "v");
  }
}
