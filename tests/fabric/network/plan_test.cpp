// SPDX-License-Identifier: Apache-2.0
#include "tests/fabric/network/plan.hpp"

#include <set>

#include <doctest/doctest.h>

#include "tests/fabric/network/lifecycle.hpp"
#include "tests/fabric/network/ports.hpp"
#include "tests/support/temp_folder.hpp"

using namespace tradelane;
using namespace tradelane::fabric;

namespace {

Plan plan_of(std::vector<std::string> msps) {
  return {.folder = "/nowhere", .binaries = "/bin", .msps = std::move(msps), .first_port = 20'000};
}

}  // namespace

TEST_CASE("plan: six organisations fit into a block of ports, and no port is there twice") {
  const Plan plan = plan_of({"A", "B", "C", "D", "E", "F"});
  std::multiset<std::uint16_t> all;
  const auto add = [&](const Ports& ports) {
    all.insert({ports.listen, ports.operations});
    if (ports.other != 0) all.insert(ports.other);
  };
  add(plan.orderer_ports());
  for (const std::string& msp : plan.msps) {
    add(plan.peer_ports(msp));
    for (std::size_t slot = 0; slot < most_servers_of_a_peer; ++slot)
      add(plan.server_ports(msp, slot));
  }
  CHECK(all.size() == 3 + 6 * (3 + 3 * 2));
  CHECK(std::set<std::uint16_t>(all.begin(), all.end()).size() == all.size());
  CHECK(*all.begin() >= 20'000);
  CHECK(*all.rbegin() < 20'000 + PortBlock::size);
  CHECK_THROWS_AS(plan.peer_ports("G"), Fault);
  CHECK_THROWS_AS(plan.server_ports("A", most_servers_of_a_peer), Fault);
}

TEST_CASE("plan: a network that cannot be is refused with its reason") {
  struct Row {
    std::vector<std::string> msps;
    std::string why;
  };
  const Row rows[] = {
      {{}, "one to six"},           {{"A", "B", "C", "D", "E", "F", "G"}, "one to six"},
      {{"A", "A"}, "twice"},        {{"A/B"}, "letters and digits"},
      {{""}, "letters and digits"}, {{"OrdererMSP"}, "the orderer's own"}};
  for (const Row& row : rows) {
    const auto refused = check(plan_of(row.msps));
    REQUIRE_FALSE(refused);
    CHECK(refused.error().detail.find(row.why) != std::string::npos);
  }
  CHECK(check(plan_of({"A"})));
  Plan quick = plan_of({"A"});
  quick.execute_timeout_ms = 999;
  CHECK_FALSE(check(quick));
}

TEST_CASE("plan: comes back from its file as it was") {
  const test::TempFolder folder;
  Plan plan = plan_of({"A", "B"});
  plan.folder = folder.path();
  plan.line = Line::v2_5;
  plan.batch_ms = 7;
  plan.alive_expiration_ms = 8;
  plan.capability = "V3_0";
  plan.private_data_ms = 9;
  save(plan);
  const Plan read = load(plan.folder);
  CHECK(read.msps == plan.msps);
  CHECK(read.line == Line::v2_5);
  CHECK(read.batch_ms == 7);
  CHECK(read.alive_expiration_ms == 8);
  CHECK(read.channel == "trade");
  CHECK(read.capability == "V3_0");
  CHECK(read.private_data_ms == 9);
  CHECK(read.peer_ports("B").listen == plan.peer_ports("B").listen);
}

TEST_CASE("plan: the operator endorses with any one of the others") {
  CHECK(policy_of_the_operator({"O"}) == "OR('O.peer')");
  CHECK(policy_of_the_operator({"O", "A", "B"}) == "AND('O.peer',OR('A.peer','B.peer'))");
}
