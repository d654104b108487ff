// SPDX-License-Identifier: Apache-2.0
#include "tests/fabric/story_network.hpp"

#include "tests/fabric/network/node.hpp"

namespace tradelane::fabric {

Plan plan_of_the_story(const scenario::Setting& setting, Line line, std::string folder) {
  return {.folder = std::move(folder),
          .line = line,
          .binaries = find_binaries(line).value(),
          .channel = setting.channel,
          .msps = scenario::msps_of("OCDHS2"),
          .batch_ms = 20};
}

std::vector<devpeer::User> users_of_the_story() {
  std::vector<devpeer::User> out;
  for (const auto& [alias, role] : test::cast().all())
    out.push_back({.msp = role.msp, .name = alias, .party = role.id.text()});
  return out;
}

Definition definition_of_the_story(const scenario::Setting& setting, const Plan& plan) {
  return {.name = setting.chaincode, .policy = policy_of_the_operator(plan.msps)};
}

scenario::Heights heights_of(const Plan& plan) {
  const std::uint16_t operators = plan.peer_ports(plan.msps.front()).operations;
  return {.now = [operators, channel = plan.channel] { return height(operators, channel); },
          .await = [plan](std::uint64_t blocks) { wait_for_height(plan, blocks); }};
}

}  // namespace tradelane::fabric
