// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/fabric/stage.hpp"

#include "adapters/service/config.hpp"

namespace tradelane::bench {
namespace {

constexpr const char* msp = "BenchMSP";

fabric::Plan plan_of(fabric::Line line) {
  const auto binaries = fabric::find_binaries(line);
  if (!binaries) throw RunFailed(fabric::how_to_get(line));
  return {.folder = fabric::fresh_folder(), .line = line, .binaries = *binaries, .msps = {msp}};
}

}  // namespace

FabricStage::FabricStage(fabric::Line line, const std::vector<Contestant>& contestants)
    : network_(plan_of(line), {}) {
  const fabric::Plan& plan = network_.plan();
  client_ = std::move(service::connect({.profile = plan.files() + "/connection-" + msp + ".json",
                                        .msp = plan.files() + "/" + msp + "/users/User1/msp"})
                          .value());
  for (std::size_t slot = 0; slot < contestants.size(); ++slot) {
    const Contestant& contestant = contestants[slot];
    const fabric::Definition definition{
        .name = contestant.name, .slot = slot, .label = contestant.name};
    const auto packages = fabric::make_packages(plan, definition);
    servers_.push_back(start(contestant, packages.at(msp), slot));
    fabric::define(plan, definition, packages);
    fabric::wait_until(contestant.name + " answers its peer", [&] {
      if (!servers_.back().is_running())
        throw RunFailed(contestant.name + " has ended: " + fabric::tail(servers_.back().log()));
      return gateway::query(*client_, call(contestant.name, {"noop"})).ok();
    });
  }
}

gateway::Call FabricStage::call(const std::string& contestant,
                                std::vector<std::string> args) const {
  const std::string function = args.front();
  args.erase(args.begin());
  return {.channel = network_.plan().channel,
          .chaincode = contestant,
          .function = function,
          .args = std::move(args)};
}

fabric::Child FabricStage::start(const Contestant& contestant, const std::string& package_id,
                                 std::size_t slot) const {
  const fabric::Plan& plan = network_.plan();
  const std::string material = plan.files() + "/" + msp + "/chaincode/";
  const fabric::Command command{
      .argv = {"/bin/sh", "-c", "exec " + contestant.command},
      .environment = {
          {"CHAINCODE_SERVER_ADDRESS", fabric::address(plan.server_ports(msp, slot).listen)},
          {"CHAINCODE_ID", package_id},
          {"CORE_CHAINCODE_ID_NAME", package_id},
          {"CHAINCODE_TLS_DISABLED", "false"},
          {"CHAINCODE_TLS_KEY", material + "server.key"},
          {"CHAINCODE_TLS_CERT", material + "server.crt"},
          {"CHAINCODE_CLIENT_CA_CERT", material + "client-ca.crt"}}};
  return {command, plan.log(contestant.name)};
}

}  // namespace tradelane::bench
