// SPDX-License-Identifier: Apache-2.0
#include "tests/fabric/network/lifecycle.hpp"

#include <filesystem>

#include "tests/fabric/network/configuration.hpp"
#include "tests/fabric/network/node.hpp"
#include "tests/support/process.hpp"

namespace tradelane::fabric {
namespace {

using Words = std::vector<std::string>;

std::string label_of(const Definition& definition) {
  return definition.label.empty() ? definition.name + "_" + definition.version : definition.label;
}

std::string file_of(const Plan& plan, const Definition& definition, const std::string& msp) {
  return plan.file("packages/" + msp + "-" + label_of(definition) + ".tar.gz");
}

std::string log_of(const Plan& plan, const std::string& msp, const std::string& what) {
  return plan.log(msp + "-" + what);
}

Words orderer_flags(const Plan& plan) {
  return {"-o", address(plan.orderer_ports().listen), "--tls", "--cafile",
          orderer_material(plan) + "/tls/ca.crt"};
}

Words definition_flags(const Plan& plan, const Definition& definition) {
  Words out{"--channelID", plan.channel,       "--name",     definition.name,
            "--version",   definition.version, "--sequence", std::to_string(definition.sequence)};
  if (!definition.policy.empty()) out.insert(out.end(), {"--signature-policy", definition.policy});
  if (!definition.collections.empty())
    out.insert(out.end(), {"--collections-config", definition.collections});
  return out;
}

Words lifecycle(const std::string& verb, const Words& flags, const Words& more = {}) {
  Words out{"lifecycle", "chaincode", verb};
  out.insert(out.end(), flags.begin(), flags.end());
  out.insert(out.end(), more.begin(), more.end());
  return out;
}

void install(const Plan& plan, const Definition& definition) {
  std::vector<Command> commands;
  Words logs;
  for (const std::string& msp : plan.msps) {
    commands.push_back(as_admin(plan, msp, lifecycle("install", {file_of(plan, definition, msp)})));
    logs.push_back(log_of(plan, msp, "install"));
  }
  run_all(commands, logs, [](const std::string& output) {
    return output.find("already successfully installed") != std::string::npos;
  });
}

void approve(const Plan& plan, const Definition& definition, const PackageIds& packages) {
  std::vector<Command> commands;
  Words logs;
  for (const auto& [msp, id] : packages) {
    Words flags = orderer_flags(plan);
    flags.insert(flags.end(), {"--package-id", id});
    commands.push_back(as_admin(
        plan, msp, lifecycle("approveformyorg", definition_flags(plan, definition), flags)));
    logs.push_back(log_of(plan, msp, "approve"));
  }
  run_all(commands, logs);
}

void commit(const Plan& plan, const Definition& definition) {
  Words flags = orderer_flags(plan);
  for (const std::string& msp : plan.msps)
    flags.insert(flags.end(),
                 {"--peerAddresses", address(plan.peer_ports(msp).listen), "--tlsRootCertFiles",
                  plan.files() + "/" + msp + "/peer/tls/ca.crt"});
  run(as_admin(plan, plan.msps.front(),
               lifecycle("commit", definition_flags(plan, definition), flags)),
      log_of(plan, plan.msps.front(), "commit"));
}

/// The last line of a file, which is all that `tradelane package` prints.
std::string last_line(const std::string& path) {
  std::string text = tail(path);
  while (!text.empty() && text.back() == '\n') text.pop_back();
  return text.substr(text.rfind('\n') + 1);
}

}  // namespace

PackageIds make_packages(const Plan& plan, const Definition& definition) {
  std::filesystem::create_directories(plan.file("packages"));
  PackageIds out;
  for (const std::string& msp : plan.msps) {
    const std::string material = plan.files() + "/" + msp;
    const std::string log = log_of(plan, msp, "package");
    run({.argv = {test::program("tradelane"), "package", "--label", label_of(definition),
                  "--address", address(plan.server_ports(msp, definition.slot).listen),
                  "--root-cert", material + "/tlsca/cert.pem", "--client-cert",
                  material + "/peer/tls/server.crt", "--client-key",
                  material + "/peer/tls/server.key", "--out", file_of(plan, definition, msp)}},
        log);
    out.emplace(msp, last_line(log));
  }
  return out;
}

Command server_command(const Plan& plan, const Definition& definition, const std::string& msp,
                       const std::string& package_id) {
  const Ports ports = plan.server_ports(msp, definition.slot);
  const std::string material = plan.files() + "/" + msp + "/chaincode/";
  return {.argv = {test::program("tradelane-chaincode"), "--package-id", package_id, "--listen",
                   address(ports.listen), "--operations", address(ports.operations),
                   "--tls-certificate", material + "server.crt", "--tls-key",
                   material + "server.key", "--tls-client-roots", material + "client-ca.crt"}};
}

Child start_server(const Plan& plan, const Definition& definition, const std::string& msp,
                   const std::string& package_id, const std::vector<std::string>& flags) {
  const Ports ports = plan.server_ports(msp, definition.slot);
  Command command = server_command(plan, definition, msp, package_id);
  command.argv.insert(command.argv.end(), flags.begin(), flags.end());
  Child server(command, log_of(plan, msp, definition.name));
  wait_until("the chaincode server of " + msp + " answers", [&] {
    if (!server.is_running()) throw Fault("it has ended: " + tail(server.log()));
    return answers(ports.operations, "/readyz");
  });
  return server;
}

void define(const Plan& plan, const Definition& definition, const PackageIds& packages) {
  install(plan, definition);
  approve(plan, definition, packages);
  // All peers must see all approvals, or their endorsements of the commit differ.
  wait_for_height(plan);
  commit(plan, definition);
  wait_for_height(plan);
}

std::map<std::string, std::string> operator_environment(const Plan& plan, const std::string& msp) {
  const std::string material = plan.files() + "/" + msp;
  std::string peers;
  for (const std::string& other : plan.msps)
    peers += (peers.empty() ? "" : " ") + std::string("--peerAddresses ") +
             address(plan.peer_ports(other).listen) + " --tlsRootCertFiles " + plan.files() + "/" +
             other + "/peer/tls/ca.crt";
  return {{"CORE_PEER_ADDRESS", address(plan.peer_ports(msp).listen)},
          {"CORE_PEER_LOCALMSPID", msp},
          {"CORE_PEER_TLS_ENABLED", "true"},
          {"CORE_PEER_TLS_ROOTCERT_FILE", material + "/peer/tls/ca.crt"},
          {"CHANNEL", plan.channel},
          {"ORDERER", address(plan.orderer_ports().listen)},
          {"ORDERER_CA", orderer_material(plan) + "/tls/ca.crt"},
          {"SERVER", address(plan.server_ports(msp).listen)},
          {"SERVER_CERT", material + "/chaincode/server.crt"},
          {"SERVER_KEY", material + "/chaincode/server.key"},
          {"SERVER_CA", material + "/tlsca/cert.pem"},
          {"PEER_CERT", material + "/peer/tls/server.crt"},
          {"PEER_KEY", material + "/peer/tls/server.key"},
          {"PEER_CA", material + "/chaincode/client-ca.crt"},
          {"OPERATOR", plan.msps.front()},
          {"MEMBER", plan.msps.back()},
          {"POLICY", policy_of_the_operator(plan.msps)},
          {"PEERS", peers}};
}

std::string policy_of_the_operator(const std::vector<std::string>& msps) {
  const std::string first = "'" + msps.front() + ".peer'";
  if (msps.size() == 1) return "OR(" + first + ")";
  std::string others;
  for (std::size_t i = 1; i < msps.size(); ++i)
    others += (others.empty() ? "'" : ",'") + msps[i] + ".peer'";
  return "AND(" + first + ",OR(" + others + "))";
}

}  // namespace tradelane::fabric
