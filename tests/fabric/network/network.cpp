// SPDX-License-Identifier: Apache-2.0
#include "tests/fabric/network/network.hpp"

#include <filesystem>

#include <signal.h>
#include <stdlib.h>

#include "tests/fabric/network/configuration.hpp"
#include "tests/fabric/network/node.hpp"

namespace tradelane::fabric {
namespace {

constexpr const char* orderer = "orderer";
constexpr const char* log_levels = "grpc,comm.grpc,gossip=warn:info";
constexpr const char* log_format =
    "%{time:2006-01-02T15:04:05.000} [%{module}] %{level:.4s} %{message}";

Command command_of(const Plan& plan, const std::string& name) {
  const bool orders = name == orderer;
  Command out{.argv = {plan.program(orders ? "orderer" : "peer")},
              .environment = {{"FABRIC_CFG_PATH", plan.file(orders ? "cfg" : "cfg/" + name)},
                              {"FABRIC_LOGGING_SPEC", log_levels},
                              {"FABRIC_LOGGING_FORMAT", log_format}}};
  if (!orders) out.argv.insert(out.argv.end(), {"node", "start"});
  return out;
}

Ports ports_of(const Plan& plan, const std::string& name) {
  return name == orderer ? plan.orderer_ports() : plan.peer_ports(name);
}

std::string block_of(const Plan& plan) { return plan.file(plan.channel + ".block"); }

}  // namespace

Network::Network(Plan plan, const std::vector<devpeer::User>& users) : plan_(std::move(plan)) {
  plan_.first_port = ports_.first();
  if (const auto fine = check(plan_); !fine) throw Fault(fine.error().message());
  std::filesystem::create_directories(plan_.folder);
  if (!std::filesystem::is_empty(plan_.folder)) throw Fault(plan_.folder + " is not empty");
  janitor_ = std::make_unique<Janitor>(plan_.folder);
  std::filesystem::create_directories(plan_.file("logs"));
  write_configuration(plan_);
  make_identities(plan_, users);
  run({.argv = {plan_.program("configtxgen"), "-profile", profile, "-channelID", plan_.channel,
                "-outputBlock", block_of(plan_), "-configPath", plan_.file("cfg")}},
      plan_.log("configtxgen"));
  start(orderer);
  for (const std::string& msp : plan_.msps) start(msp);
  make_channel();
  save(plan_);
}

Network::~Network() {
  // All at once; each is then waited for.
  for (const auto& [name, node] : nodes_) node.signal(SIGTERM);
}

void Network::start(const std::string& name) {
  nodes_.emplace(name, Child(command_of(plan_, name), plan_.log(name)));
}

void Network::wait_for(const std::string& name) {
  const Ports ports = ports_of(plan_, name);
  wait_until(name + " answers", [&] {
    must_run(name);
    // It is healthy before it listens to clients.
    return answers(ports.operations, "/healthz") && accepts(ports.listen);
  });
}

void Network::make_channel() {
  wait_for(orderer);
  // Its admin service opens last.
  wait_until("the orderer can be told of channels",
             [&] { return answers(plan_.orderer_ports().other, "/participation/v1/channels"); });
  run({.argv = {plan_.program("osnadmin"), "channel", "join", "--channelID", plan_.channel,
                "--config-block", block_of(plan_), "-o", address(plan_.orderer_ports().other)}},
      plan_.log("osnadmin"));
  std::vector<Command> joins;
  std::vector<std::string> logs;
  for (const std::string& msp : plan_.msps) {
    wait_for(msp);
    joins.push_back(as_admin(plan_, msp, {"channel", "join", "-b", block_of(plan_)}));
    logs.push_back(plan_.log(msp + "-join"));
  }
  run_all(joins, logs);
  wait_for_height(plan_, 1);
  wait_until("the orderer leads the channel",
             [&] { return leads(plan_.orderer_ports().operations, plan_.channel); });
}

Child& Network::node(const std::string& name) {
  const auto at = nodes_.find(name);
  if (at == nodes_.end()) throw Fault(name + " is no node of this network");
  return at->second;
}

void Network::must_run(const std::string& name) {
  if (!node(name).is_running()) throw Fault(name + " has ended: " + last_words(plan_.log(name)));
}

void Network::restart(const std::string& name) {
  node(name).stop();
  nodes_.erase(name);
  start(name);
  wait_for(name);
}

std::string fresh_folder() {
  std::string name = std::filesystem::temp_directory_path() / "tradelane-fabric-XXXXXX";
  if (::mkdtemp(name.data()) == nullptr) throw Fault("no temporary folder");
  return name;
}

}  // namespace tradelane::fabric
