// SPDX-License-Identifier: Apache-2.0
// The program tradelane-devpeer as a process, through SIGTERM and kill -9.
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

TEST_CASE(
    "process: killed at each point, it loses nothing that was acknowledged, and doubles nothing") {
  struct Row {
    const char* point;
    bool submitted;
  };
  for (const Row& row : {Row{"kill-endorsed=1", false}, Row{"kill-ordered=1", true},
                         Row{"kill-committed=2", true}}) {
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
