// SPDX-License-Identifier: Apache-2.0
#include "tests/fabric/drills/drill.hpp"

#include <csignal>
#include <filesystem>
#include <sstream>

#include "adapters/service/config.hpp"
#include "chaincode/codec/json.hpp"
#include "tests/fabric/fabric_backend.hpp"
#include "tests/fabric/network/endorsers.hpp"
#include "tests/fabric/network/node.hpp"
#include "tests/support/process.hpp"
#include "tests/support/raw_http.hpp"

namespace tradelane::fabric {
namespace {

constexpr std::size_t whole_log = 50'000'000;

Plan plan_of(const Drill::Settings& settings) {
  const Line line = line_of_this_run();
  return {.folder = fresh_folder(),
          .line = line,
          .binaries = find_binaries(line).value(),
          .msps = settings.msps,
          .batch_ms = settings.batch_ms,
          .execute_timeout_ms = settings.execute_timeout_ms,
          .alive_expiration_ms = 5'000};
}

std::string policy_of_all(const std::vector<std::string>& msps) {
  std::string all;
  for (const std::string& msp : msps) all += (all.empty() ? "'" : ",'") + msp + ".peer'";
  return "AND(" + all + ")";
}

std::string body_of(std::uint16_t port, const std::string& path) {
  const std::string answer =
      test::raw_exchange(port, "GET " + path + " HTTP/1.0\r\nHost: localhost\r\n\r\n");
  const auto body = answer.find("\r\n\r\n");
  return body == std::string::npos ? "" : answer.substr(body + 4);
}

/// The number of the first metric of that name with `label` in its braces; "" when there is none.
std::string metric_at(std::uint16_t port, const std::string& name, const std::string& label) {
  std::istringstream lines(body_of(port, "/metrics"));
  for (std::string line; std::getline(lines, line);)
    if (line.starts_with(name + "{") && line.find(label) != std::string::npos)
      return line.substr(line.rfind(' ') + 1);
  return "";
}

std::string last_line(const std::string& path) {
  std::string text = tail(path);
  while (!text.empty() && text.back() == '\n') text.pop_back();
  return text.substr(text.rfind('\n') + 1);
}

}  // namespace

Drill::Drill(Settings settings) : settings_(std::move(settings)), network_(plan_of(settings_), {}) {
  definition_ = {.name = "drill", .policy = policy_of_all(settings_.msps)};
}

TlsFiles Drill::client_files(const std::string& msp) const {
  const std::string folder = plan().files() + "/" + msp;
  return {.certificate = folder + "/peer/tls/server.crt",
          .key = folder + "/peer/tls/server.key",
          .roots = folder + "/tlsca/cert.pem"};
}

TlsFiles Drill::server_files(const std::string& msp) const {
  const std::string folder = plan().files() + "/" + msp + "/chaincode";
  return {.certificate = folder + "/server.crt",
          .key = folder + "/server.key",
          .roots = folder + "/client-ca.crt"};
}

void Drill::make_package(const std::string& msp, const TlsFiles& client) {
  std::filesystem::create_directories(plan().file("packages"));
  const std::string label = definition_.name + "_" + definition_.version;
  const std::string log = plan().log(msp + "-package");
  run({.argv = {test::program("tradelane"), "package", "--label", label, "--address",
                address(plan().server_ports(msp).listen), "--root-cert", client.roots,
                "--client-cert", client.certificate, "--client-key", client.key, "--dial-timeout",
                "3s", "--out", plan().file("packages/" + msp + "-" + label + ".tar.gz")}},
      log);
  packages_[msp] = last_line(log);
}

void Drill::share_package() {
  const std::string owner = plan().msps.front();
  make_package(owner, client_files(owner));
  const auto file = [&](const std::string& msp) {
    return plan().file("packages/" + msp + "-" + definition_.name + "_" + definition_.version +
                       ".tar.gz");
  };
  for (const std::string& msp : plan().msps) {
    if (msp == owner) continue;
    std::filesystem::copy_file(file(owner), file(msp));
    packages_[msp] = packages_.at(owner);
  }
}

void Drill::serve(const std::string& msp, const TlsFiles& files, const std::string& package_id,
                  const std::vector<std::string>& flags) {
  const Ports ports = plan().server_ports(msp);
  Command command{.argv = {test::program(settings_.program), "--package-id", package_id, "--listen",
                           address(ports.listen), "--operations", address(ports.operations),
                           "--tls-certificate", files.certificate, "--tls-key", files.key,
                           "--tls-client-roots", files.roots,
                           // Where a chaincode asks for ever, its time is to run out first.
                           "--reads", "10000000"}};
  command.argv.insert(command.argv.end(), flags.begin(), flags.end());
  servers_.erase(msp);
  Child& server = servers_.emplace(msp, Child(command, server_log_path(msp))).first->second;
  wait_until("the chaincode server of " + msp + " answers", [&] {
    if (!server.is_running()) throw Fault("it has ended: " + tail(server.log()));
    return answers(ports.operations, "/readyz");
  });
}

void Drill::serve(const std::string& msp, const std::vector<std::string>& flags) {
  serve(msp, server_files(msp), packages_.at(msp), flags);
}

void Drill::define_chaincode() { define(plan(), definition_, packages_); }

void Drill::deploy() {
  for (const std::string& msp : plan().msps) make_package(msp, client_files(msp));
  for (const std::string& msp : plan().msps) serve(msp);
  define_chaincode();
  wait_for_endorsers(plan(), definition_);
}

void Drill::kill_node(const std::string& name) {
  network_.node(name).signal(SIGKILL);
  network_.node(name).wait();
}

void Drill::kill_server(const std::string& msp) {
  servers_.at(msp).signal(SIGKILL);
  servers_.at(msp).wait();
}

std::string Drill::server_log_path(const std::string& msp) const {
  return plan().log(msp + "-" + definition_.name);
}

std::string Drill::server_log(const std::string& msp) const {
  return tail(server_log_path(msp), whole_log);
}

std::string Drill::peer_log(const std::string& msp) const {
  return tail(plan().log(msp), whole_log);
}

int Drill::counted(const std::string& msp, const std::string& name,
                   const std::string& label) const {
  return std::stoi(metric_at(plan().server_ports(msp).operations, "tradelane_" + name, label));
}

std::unique_ptr<gateway::Gateway> Drill::client(const std::string& msp) const {
  return std::move(service::connect({.profile = plan().files() + "/connection-" + msp + ".json",
                                     .msp = plan().files() + "/" + msp + "/users/User1/msp"})
                       .value());
}

gateway::Call Drill::call(const std::string& function, const std::vector<std::string>& args) const {
  return {.channel = plan().channel,
          .chaincode = definition_.name,
          .function = function,
          .args = args,
          .organisations = plan().msps};
}

std::map<std::string, int> Drill::effects(const std::string& msp) const {
  gateway::Call question = call("list");
  question.organisations = {msp};
  Bytes lines;
  std::string last;
  wait_until("the peer of " + msp + " lists every effect", [&] {
    const auto answer = gateway::query(*client(msp), question);
    if (answer) lines = *answer;
    return answer.ok();
  });
  std::istringstream words(lines);
  std::map<std::string, int> out;
  std::string key;
  for (int number = 0; words >> key >> number;) out[key] = number;
  return out;
}

gateway::Committed must_add(gateway::Gateway& client, const Drill& drill, const std::string& key) {
  return gateway::invoke(client, drill.call("add", {key})).value();
}

std::string metric(const Plan& plan, const std::string& msp, const std::string& name,
                   const std::string& label) {
  return metric_at(plan.peer_ports(msp).operations, name, label);
}

std::size_t count_of(const std::string& text, const std::string& words) {
  std::size_t count = 0;
  for (auto at = text.find(words); at != std::string::npos; at = text.find(words, at + 1)) ++count;
  return count;
}

}  // namespace tradelane::fabric
