// SPDX-License-Identifier: Apache-2.0
// fabric-network: a network of Fabric's own processes on this machine, for tests and for trying
// out.
#include <filesystem>
#include <iostream>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

#include "tests/fabric/network/endorsers.hpp"
#include "tests/fabric/network/keeper.hpp"
#include "tests/fabric/network/lifecycle.hpp"
#include "tests/fabric/network/network.hpp"
#include "tests/fabric/network/node.hpp"

namespace tradelane::fabric {
namespace {

namespace fs = std::filesystem;

constexpr const char* about =
    "fabric-network: peers, an orderer and chaincode servers on this machine, for tests only.\n"
    "Example: fabric-network up --org OperatorMSP --org CarrierMSP --party OperatorMSP:OPR=ID\n"
    "         fabric-network deploy && fabric-network status";

struct Options {
  std::string folder = fs::temp_directory_path() / "tradelane-fabric";
  std::string line = "3.1";
  std::string msp = {};
  std::string node = {};
  std::string user = "User1";
  std::vector<std::string> parties = {};
  Plan plan = {};
  Definition definition = {};
};

devpeer::User user_of(const std::string& text) {
  const auto colon = text.find(':');
  const auto equals = text.find('=', colon);
  if (colon == std::string::npos || equals == std::string::npos)
    throw Fault("--party: '" + text + "' is not MSP:USER=PARTYID");
  return {.msp = text.substr(0, colon),
          .name = text.substr(colon + 1, equals - colon - 1),
          .party = text.substr(equals + 1)};
}

Plan plan_of(const Options& options) {
  Plan plan = options.plan;
  const auto line = line_of(options.line);
  if (!line) throw Fault("--line: 3.1 or 2.5");
  const auto binaries = find_binaries(*line);
  if (!binaries) throw Fault(how_to_get(*line));
  plan.folder = fs::absolute(options.folder);
  plan.line = *line;
  plan.binaries = *binaries;
  return plan;
}

Plan running(const Options& options) { return load(fs::absolute(options.folder)); }

void up(const Options& options) {
  const Plan plan = plan_of(options);
  std::vector<devpeer::User> users;
  for (const std::string& party : options.parties) users.push_back(user_of(party));
  note_keeper(plan.folder, keep([&] { return std::make_shared<Network>(plan, users); }));
  std::cout << load(plan.folder).files() << "\n";
}

void deploy(const Options& options) {
  const Plan plan = running(options);
  Definition definition = options.definition;
  if (definition.policy.empty()) definition.policy = policy_of_the_operator(plan.msps);
  const PackageIds packages = make_packages(plan, definition);
  note_keeper(plan.folder, keep([&] {
                auto servers = std::make_shared<std::vector<Child>>();
                for (const auto& [msp, id] : packages)
                  servers->push_back(start_server(plan, definition, msp, id));
                return servers;
              }));
  define(plan, definition, packages);
  wait_for_endorsers(plan, definition);
  for (const auto& [msp, id] : packages) std::cout << msp << " " << id << "\n";
}

void status(const Options& options) {
  const Plan plan = running(options);
  const auto tell = [](const std::string& name, const Ports& ports, const std::string& more) {
    std::cout << name << " " << address(ports.listen) << " "
              << (answers(ports.operations, "/healthz") ? "up" : "down") << more << "\n";
  };
  tell("orderer", plan.orderer_ports(), "");
  for (const std::string& msp : plan.msps) {
    const auto blocks = height(plan.peer_ports(msp).operations, plan.channel);
    tell(msp, plan.peer_ports(msp), blocks ? " blocks " + std::to_string(*blocks) : "");
    for (std::size_t slot = 0; slot < most_servers_of_a_peer; ++slot)
      if (answers(plan.server_ports(msp, slot).operations, "/healthz"))
        tell(msp + " chaincode", plan.server_ports(msp, slot), "");
  }
}

void logs(const Options& options) {
  const Plan plan = running(options);
  for (const auto& entry : fs::directory_iterator(plan.file("logs")))
    if (options.node.empty() || entry.path().stem() == options.node)
      std::cout << "== " << entry.path().stem().string() << "\n" << tail(entry.path(), 20'000);
}

void env(const Options& options) {
  const Plan plan = running(options);
  const std::string msp = options.msp.empty() ? plan.msps.front() : options.msp;
  std::cout << "export PATH=" << plan.binaries << ":$PATH\n";
  for (const auto& variables : {admin_environment(plan, msp), operator_environment(plan, msp)})
    for (const auto& [name, value] : variables)
      std::cout << "export " << name << "=\"" << value << "\"\n";
  std::cout << "export TRADELANE_PROFILE=" << plan.files() << "/connection-" << msp << ".json\n";
  std::cout << "export TRADELANE_MSP=" << plan.files() << "/" << msp << "/users/" << options.user
            << "/msp\n";
}

void down(const Options& options) {
  const std::string folder = fs::absolute(options.folder);
  const auto all = keepers(folder);
  for (auto keeper = all.rbegin(); keeper != all.rend(); ++keeper) dismiss(*keeper);
  fs::remove_all(folder);
}

int run_command_line(int count, char** arguments) {
  CLI::App app{about};
  app.require_subcommand(1);
  Options options;
  app.add_option("--folder", options.folder, "everything is below it")->capture_default_str();
  app.fallthrough();
  const auto add = [&](const char* name, const char* help, void (*what)(const Options&)) {
    CLI::App* command = app.add_subcommand(name, help);
    command->callback([&options, what] { what(options); });
    return command;
  };
  CLI::App* start = add("up", "start a network in the background; prints where its files are", up);
  start->add_option("--line", options.line, "3.1 or 2.5")->capture_default_str();
  start->add_option("--org", options.plan.msps, "an organisation's MSP; one to six")->required();
  start->add_option("--party", options.parties, "a user with a party: MSP:USER=PARTYID");
  start->add_option("--channel", options.plan.channel, "")->capture_default_str();
  start->add_option("--batch-ms", options.plan.batch_ms, "the orderer waits so long for more");
  CLI::App* chaincode =
      add("deploy", "start a server for each peer and define the chaincode", deploy);
  chaincode->add_option("--name", options.definition.name, "")->capture_default_str();
  chaincode->add_option("--policy", options.definition.policy,
                        "signature policy [the first organisation and any other]");
  add("status", "who is up, and at which height", status);
  add("logs", "the end of the logs", logs)->add_option("node", options.node, "of one node only");
  CLI::App* shell = add("env", "what the peer command and ours need, for eval", env);
  shell->add_option("--org", options.msp, "of which organisation [the first]");
  shell->add_option("--user", options.user, "for our command; peer acts as the administrator")
      ->capture_default_str();
  add("down", "end everything and remove the folder", down);
  try {
    app.parse(count, arguments);
  } catch (const CLI::ParseError& error) {
    return app.exit(error);
  } catch (const std::exception& error) {
    std::cerr << "fabric-network: " << error.what() << "\n";
    return 1;
  }
  return 0;
}

}  // namespace
}  // namespace tradelane::fabric

int main(int count, char** arguments) {
  return tradelane::fabric::run_command_line(count, arguments);
}
