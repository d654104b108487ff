// SPDX-License-Identifier: Apache-2.0
// A chaincode on Fabric's own shim for Java behind the embedded peer: what our devpeer promises to
// chaincodes of others.
#include <doctest/doctest.h>

#include "tests/chaincode/devpeer/process_world.hpp"
#include "tests/support/eventually.hpp"
#include "tests/support/free_ports.hpp"

using namespace tradelane;
using World = test::ProcessWorld;
namespace gw = tradelane::gateway;

namespace {

/// The network of the peer's own tests, with Java's chaincode instead of ours.
struct JavaWorld : World {
  const std::string port = std::to_string(test::free_ports(1));
  test::Process toy{
      {"/usr/bin/env", "CORE_CHAINCODE_ID_NAME=toy:devpeer", std::getenv("JAVA"),
       "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "Toy", port, net.file("chaincode")},
      net.file("java.log")};

  JavaWorld() { config.chaincodes = {{"toy", "toy:devpeer", "localhost:" + port}}; }

  static std::string asked(gw::Gateway& client, const std::string& function,
                           const std::vector<std::string>& args) {
    const auto answer = gw::query(client, call(function, args, {}));
    return answer.ok() ? *answer : answer.failure().text();
  }
};

}  // namespace

TEST_CASE("java chaincode: reads, writes, ranges, history and events, on peers of both lines") {
  JavaWorld world;
  for (const bool batches : {true, false}) {
    CAPTURE(batches);
    world.config.announce_batches = batches;
    const auto process = world.start();
    const auto client = world.client();
    const auto submit = [&](const std::string& function, const std::vector<std::string>& args) {
      const auto done = gw::invoke(*client, World::call(function, args));
      if (!done.ok()) return done.failure().text();
      return done->commit.valid() ? done->result : done->commit.name;
    };
    // A virtual machine takes a while to listen.
    REQUIRE(
        test::eventually([&] { return gw::query(*client, World::call("get", {"k"}, {})).ok(); }));
    const std::string key = batches ? "a" : "b";
    CHECK(submit("put", {key, "1"}) == "put");
    CHECK(submit("put", {key, "2"}) == "put");
    CHECK(world.asked(*client, "get", {key}) == "2");
    CHECK(world.asked(*client, "list", {"a", "c"}) == (batches ? "a " : "a b "));
    CHECK(submit("put", {"gone", "3"}) == "put");
    CHECK(submit("erase", {"gone"}).empty());
    CHECK(world.asked(*client, "get", {"gone"}).empty());
    CHECK(world.asked(*client, "history", {key}) == "2 1 ");
    const auto events = client->events(
        {.channel = "trade", .chaincode = "toy", .from = gw::Checkpoint{.block = 1}});
    const auto event = events->next();
    REQUIRE(event.ok());
    CHECK(event->name == "toy");
    CHECK(event->payload == "a");
  }
}

TEST_CASE("java chaincode: refusals and faults arrive with their texts, large answers whole") {
  JavaWorld world;
  const auto process = world.start();
  const auto client = world.client();
  REQUIRE(test::eventually([&] { return gw::query(*client, World::call("get", {"k"}, {})).ok(); }));
  const auto refused = gw::invoke(*client, World::call("refuse", {}));
  REQUIRE_FALSE(refused.ok());
  REQUIRE(refused.failure().details.size() == 2);
  CHECK(refused.failure().details[0].message == "chaincode response 400, TOY_REFUSED: no");
  const auto failed = gw::invoke(*client, World::call("nothing", {}));
  REQUIRE_FALSE(failed.ok());
  REQUIRE(failed.failure().details.size() == 2);
  CHECK(failed.failure().details[0].message.starts_with(
      "error in simulation: transaction returned with failure: "
      "org.hyperledger.fabric.shim.ChaincodeException: TOY_UNKNOWN"));
  CHECK(world.asked(*client, "large", {"3000000"}).size() == 3'000'000);
}
