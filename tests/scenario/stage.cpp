// SPDX-License-Identifier: Apache-2.0
#include "tests/scenario/stage.hpp"

#include <csignal>
#include <fstream>
#include <functional>
#include <future>

#include <poll.h>

#include "tests/support/deadline.hpp"
#include "tests/support/free_ports.hpp"
#include "tests/support/log_file.hpp"

namespace tradelane::scenario {
namespace {

constexpr std::uint16_t ports_needed = 3;
/// Of the ports, counted from the first.
constexpr int node_port = 0;
constexpr int cdi_port = 1;
constexpr int cdi_adapter_port = 2;
constexpr std::chrono::milliseconds moment(20);

/// The ends of all logs of a folder.
std::string ends_of_logs(const std::filesystem::path& folder) {
  constexpr std::size_t enough = 1'500;
  std::string out;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().extension() != ".log") continue;
    const std::string log = test::content_of(entry.path());
    const auto from = log.size() > enough ? log.find('\n', log.size() - enough) + 1 : 0;
    out += "--- " + entry.path().filename().string() + "\n" + log.substr(from);
  }
  return out;
}

std::string loopback(std::uint16_t port) { return "127.0.0.1:" + std::to_string(port); }

std::string fixtures() { return std::string(TRADELANE_SOURCE_DIR) + "/fixtures"; }

int offset_of(const std::string& part) {
  if (part == part::node) return node_port;
  if (part == part::cdi) return cdi_port;
  if (part == part::cdi_adapter) return cdi_adapter_port;
  throw Fault(part + " has no service over HTTP");
}

Json key_entry(const std::string& kid, const std::string& party, const Json& jwk, const char* may) {
  return Json::Object{{"kid", kid},
                      {"party", test::party_id(party).text()},
                      {"jwk", jwk},
                      {"may", Json::Array{Json(may)}}};
}

Json public_jwk(const crypto::PrivateKey& key) {
  const crypto::Jwk jwk = key.public_key().jwk();
  return Json::Object{{"kty", jwk.kty}, {"crv", jwk.crv}, {"x", jwk.x}, {"y", jwk.y}};
}

}  // namespace

Stage::Stage(std::filesystem::path folder, const Setting& setting, std::unique_ptr<Ground> ground,
             std::vector<Fatality> fatalities)
    : folder_(std::move(folder)), fatalities_(std::move(fatalities)), ground_(std::move(ground)) {
  for (const char* bank : {"BKH", "BK2"})
    keys_.emplace(bank, crypto::PrivateKey::generate(crypto::KeyKind::p256));
  start_all(setting);
}

Stage::~Stage() { stop(); }

void Stage::stop() {
  // Whoever asks goes before who is asked.
  for (auto part = parts_.rbegin(); part != parts_.rend(); ++part) {
    if (!part->process) continue;
    part->process->signal(SIGTERM);
    for (const test::Deadline deadline(std::chrono::seconds(10));
         !part->process->has_ended() && !deadline.is_over();)
      ::poll(nullptr, 0, static_cast<int>(moment.count()));
    part->process.reset();
  }
  parts_.clear();
}

std::vector<std::string> Stage::adapter_command(const std::string& program, const std::string& user,
                                                const Setting& setting) const {
  const std::string& msp = test::cast()[user].msp;
  return {test::program(program),
          "--profile",
          network_files() + "/connection-" + msp + ".json",
          "--msp",
          network_files() + "/" + msp + "/users/" + user + "/msp",
          "--channel",
          setting.channel,
          "--chaincode",
          setting.chaincode,
          "--endorsers",
          "OperatorMSP," + msp,
          "--store",
          folder_ / (program + ".sqlite"),
          "--node",
          url_of(part::node)};
}

void Stage::start_all(const Setting& setting) {
  for (const Server& server : ground_->servers()) start(server.name, server.command);
  ground_->open();
  // Those of the ground are taken by now.
  port_ = test::free_ports(ports_needed);
  start(part::node,
        {test::program("simulated-data-node"), "--fixtures", fixtures() + "/shanghai", "--data",
         folder_ / "node", "--source-node", test::party_id("SDN").text(), "--owner",
         test::party_id("EXP").text(), "--port", std::to_string(port(node_port))});
  start(part::cdi, {test::program("simulated-cdi"), "--data", folder_ / "cdi", "--adapter",
                    url_of(part::cdi_adapter), "--port", std::to_string(port(cdi_port))});
  write_clients();
  auto shanghai = adapter_command("tradelane-shanghai", "SDN", setting);
  shanghai.insert(shanghai.end(), {"--feed", "decl", "--feed", "events", "--poll-ms", "50"});
  start(part::shanghai_adapter, shanghai);
  auto cdi = adapter_command("tradelane-cdi", "CDP", setting);
  cdi.insert(cdi.end(), {"--listen", loopback(port(cdi_adapter_port)), "--tls", "off", "--clients",
                         folder_ / "clients.json", "--node-token", folder_ / "node" / "cdi.token"});
  start(part::cdi_adapter, cdi);
}

/// Who may call the CDI adapter: the CDI with its own key, and the two banks.
void Stage::write_clients() {
  const Json answer = ask_json(part::cdi, {.target = "/v1/keys"});
  const Json& key = answer.find("keys")->as_array()->front();
  Json::Array clients{
      key_entry(*key.find("kid")->as_string(), "CDP", *key.find("jwk"), "consents")};
  for (const auto& [bank, own] : keys_)
    clients.push_back(key_entry(bank + "-1", bank, public_jwk(own), "data-requests"));
  std::ofstream(folder_ / "clients.json") << canonical(clients) << "\n";
}

void Stage::start(const std::string& name, std::vector<std::string> command) {
  Part part{.name = name, .command = std::move(command), .point = {}, .process = {}};
  for (const Fatality& fatality : fatalities_)
    if (fatality.part == name) part.point = fatality.point;
  parts_.push_back(std::move(part));
  launch(parts_.back());
}

void Stage::launch(Part& part) {
  auto command = part.command;
  std::string point = std::exchange(part.point, "");
  // It has its own way of dying.
  if (part.name == part::devpeer && !point.empty()) {
    command.insert(command.end(), {"--fault", point});
    point.clear();
  }
  part.process = std::make_unique<test::Process>(command, log_of(part.name), point);
  if (part.process->read_line().empty())
    throw Fault(part.name + " does not start: " + test::last_line_of(log_of(part.name)));
}

void Stage::mend() {
  ground_->check();
  bool was_whole = true;
  for (Part& part : parts_) {
    if (!part.process->has_ended()) continue;
    was_whole = false;
    part.process->wait();
    mended_.push_back(part.name);
    launch(part);
  }
  if (was_whole) ::poll(nullptr, 0, static_cast<int>(moment.count()));
}

std::uint16_t Stage::port(int offset) const { return static_cast<std::uint16_t>(port_ + offset); }

std::string Stage::url_of(const std::string& part) const {
  return "http://" + loopback(port(offset_of(part)));
}

test::HttpAnswer Stage::ask(const std::string& part, const test::HttpRequest& request) {
  for (const test::Deadline deadline;; mend()) {
    auto answered = std::async(std::launch::async, test::http_exchange, port(offset_of(part)),
                               std::cref(request));
    // What it asks in turn may have ended.
    while (answered.wait_for(moment) != std::future_status::ready) mend();
    auto answer = answered.get();
    const bool later = answer.status == 0 || answer.status == 202 || answer.status == 503;
    if (!later) return answer;
    if (deadline.is_over())
      throw Fault(part + " does not answer " + request.target + ": " + answer.body);
  }
}

Json Stage::ask_json(const std::string& part, const test::HttpRequest& request) {
  const auto answer = ask(part, request);
  auto json = parse_json(answer.body);
  if (answer.status != 200 || !json)
    throw Fault(part + " answers " + request.target + " with " + std::to_string(answer.status) +
                " " + answer.body);
  return std::move(*json);
}

std::string Stage::owner_token() const {
  return test::content_of(folder_ / "node" / "owner.token");
}

std::string Stage::last_words() const {
  const std::string more = ground_->logs();
  return ends_of_logs(folder_) + (more.empty() ? "" : ends_of_logs(more));
}

}  // namespace tradelane::scenario
