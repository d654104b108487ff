// SPDX-License-Identifier: Apache-2.0
// The network itself: what every other test on Fabric's own processes rests on.
#include "tests/fabric/network/network.hpp"

#include <csignal>
#include <filesystem>

#include <doctest/doctest.h>

#include "tests/fabric/fabric_backend.hpp"
#include "tests/fabric/network/node.hpp"

using namespace tradelane;
using namespace tradelane::fabric;

namespace {

constexpr const char* question = R"({"Args":["org.hyperledger.fabric:GetMetadata"]})";

Plan small(std::vector<std::string> msps) {
  const Line line = line_of_this_run();
  return {.folder = fresh_folder(),
          .line = line,
          .binaries = find_binaries(line).value(),
          .msps = std::move(msps),
          .batch_ms = 20};
}

/// What Fabric's own client prints for an administrator.
std::string printed(const Plan& plan, const std::string& msp,
                    const std::vector<std::string>& arguments) {
  const std::string log = plan.log("printed");
  std::filesystem::remove(log);
  run(as_admin(plan, msp, arguments), log);
  return tail(log, 1'000'000);
}

/// Asks our chaincode through Fabric's own client.
std::string ask(const Plan& plan, const std::string& msp) {
  return printed(plan, msp,
                 {"chaincode", "query", "-C", plan.channel, "-n", "tradelane", "-c", question});
}

/// A network with our chaincode on it.
struct Deployed {
  explicit Deployed(std::vector<std::string> msps) : network(small(std::move(msps)), {}) {
    definition.policy = policy_of_the_operator(plan().msps);
    packages = make_packages(plan(), definition);
    for (const auto& [msp, id] : packages)
      servers.push_back(start_server(plan(), definition, msp, id));
    define(plan(), definition, packages);
  }
  const Plan& plan() const { return network.plan(); }

  Network network;
  Definition definition = {};
  PackageIds packages = {};
  std::vector<Child> servers = {};
};

}  // namespace

TEST_CASE("network: the peer computes the package id that our command prints") {
  const Deployed deployed({"OneMSP"});
  const std::string file = deployed.plan().file("packages/OneMSP-tradelane_1.tar.gz");
  CHECK(
      printed(deployed.plan(), "OneMSP", {"lifecycle", "chaincode", "calculatepackageid", file}) ==
      deployed.packages.at("OneMSP") + "\n");
}

TEST_CASE("network: two side by side know nothing of each other, and leave nothing") {
  std::string folder;
  {
    const Deployed one({"OneMSP", "TwoMSP"});
    const Network other(small({"OneMSP"}), {});
    folder = one.plan().folder;
    const auto blocks = [](const Plan& plan) {
      return height(plan.peer_ports("OneMSP").operations, plan.channel).value();
    };
    CHECK(blocks(one.plan()) > 1);
    CHECK(blocks(other.plan()) == 1);
    for (const char* msp : {"OneMSP", "TwoMSP"})
      CHECK(ask(one.plan(), msp).find("party") != std::string::npos);
  }
  CHECK_FALSE(std::filesystem::exists(folder));
}

TEST_CASE("network: a node that was killed comes back with what it had") {
  Deployed deployed({"OneMSP"});
  const Plan& plan = deployed.plan();
  const auto before = height(plan.peer_ports("OneMSP").operations, plan.channel);
  REQUIRE(before);
  for (const char* name : {"OneMSP", "orderer"}) {
    deployed.network.node(name).signal(SIGKILL);
    deployed.network.restart(name);
  }
  wait_for_height(plan, *before);
  CHECK(height(plan.peer_ports("OneMSP").operations, plan.channel) == before);
  CHECK(ask(plan, "OneMSP").find("party") != std::string::npos);
}

TEST_CASE("network: the next definition with the same packages") {
  Deployed deployed({"OneMSP"});
  deployed.definition.sequence = 2;
  define(deployed.plan(), deployed.definition, deployed.packages);
  CHECK(printed(deployed.plan(), "OneMSP",
                {"lifecycle", "chaincode", "querycommitted", "-C", deployed.plan().channel})
            .find("Sequence: 2") != std::string::npos);
}

TEST_CASE("network: whoever waits for a node that cannot start is told why") {
  Network network(small({"OneMSP"}), {});
  std::filesystem::remove_all(network.plan().file("crypto/peerOrganizations"));
  network.node("OneMSP").stop();
  CHECK_THROWS_WITH_AS(network.restart("OneMSP"), doctest::Contains("OneMSP has ended"), Fault);
}
