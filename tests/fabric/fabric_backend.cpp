// SPDX-License-Identifier: Apache-2.0
#include "tests/fabric/fabric_backend.hpp"

#include "tests/fabric/network/endorsers.hpp"
#include "tests/fabric/network/node.hpp"

namespace tradelane::fabric {

Plan plan_of_the_story(const scenario::Setting& setting) {
  const Line line = line_of_this_run();
  return {.folder = fresh_folder(),
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

FabricBackend::FabricBackend(const scenario::Setting& setting)
    : network_(plan_of_the_story(setting), users_of_the_story()) {
  const Plan& plan = network_.plan();
  definition_ = {.name = setting.chaincode, .policy = policy_of_the_operator(plan.msps)};
  const PackageIds packages = make_packages(plan, definition_);
  for (const auto& [msp, id] : packages)
    servers_.push_back(start_server(plan, definition_, msp, id));
  define(plan, definition_, packages);
  wait_for_endorsers(plan, definition_);
  clients_ = std::make_unique<scenario::GatewayBackend>(
      setting, plan.files(), plan.peer_ports(plan.msps.front()).operations);
}

scenario::Receipt FabricBackend::submit(const scenario::Call& call) {
  scenario::Receipt receipt = clients_->submit(call);
  if (receipt.ok()) wait_for_height(network_.plan(), receipt.block + 1);
  return receipt;
}

scenario::Receipt FabricBackend::query(const scenario::Call& call) { return clients_->query(call); }

std::string FabricBackend::mark() {
  const Plan& plan = network_.plan();
  return std::to_string(
      height(plan.peer_ports(plan.msps.front()).operations, plan.channel).value());
}

}  // namespace tradelane::fabric
