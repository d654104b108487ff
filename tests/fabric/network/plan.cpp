// SPDX-License-Identifier: Apache-2.0
#include "tests/fabric/network/plan.hpp"

#include <algorithm>
#include <cctype>

#include "chaincode/codec/json.hpp"
#include "chaincode/devpeer/files.hpp"

namespace tradelane::fabric {
namespace {

constexpr std::uint16_t ports_of_an_organisation = 10;

std::uint16_t first_port_of(const Plan& plan, const std::string& msp) {
  const auto at = std::find(plan.msps.begin(), plan.msps.end(), msp);
  if (at == plan.msps.end()) throw Fault(msp + " is no organisation of this network");
  const auto place = static_cast<std::uint16_t>(at - plan.msps.begin() + 1);
  return static_cast<std::uint16_t>(plan.first_port + place * ports_of_an_organisation);
}

Ports three_from(std::uint16_t first) {
  return {.listen = first,
          .other = static_cast<std::uint16_t>(first + 1),
          .operations = static_cast<std::uint16_t>(first + 2)};
}

std::uint32_t number(const Json& plan, const char* name) {
  return static_cast<std::uint32_t>(plan.find(name)->as_integer().value());
}
std::string text(const Json& plan, const char* name) { return *plan.find(name)->as_string(); }

Error bad(const std::string& what) { return refuse(Code::arg_malformed, "", what); }

}  // namespace

Ports Plan::orderer_ports() const { return three_from(first_port); }

Ports Plan::peer_ports(const std::string& msp) const {
  return three_from(first_port_of(*this, msp));
}

Ports Plan::server_ports(const std::string& msp, std::size_t slot) const {
  if (slot >= most_servers_of_a_peer) throw Fault("a peer of this network has three servers");
  const auto first = static_cast<std::uint16_t>(first_port_of(*this, msp) + 3 + 2 * slot);
  return {.listen = first, .operations = static_cast<std::uint16_t>(first + 1)};
}

std::string domain_of(const std::string& msp) {
  std::string out = msp + ".test";
  std::transform(out.begin(), out.end(), out.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return out;
}

std::string address(std::uint16_t port) { return "127.0.0.1:" + std::to_string(port); }

Result<> check(const Plan& plan) {
  if (plan.msps.empty() || plan.msps.size() > 6)
    return bad("a network has one to six organisations");
  for (const std::string& msp : plan.msps) {
    const bool plain =
        std::all_of(msp.begin(), msp.end(), [](unsigned char c) { return std::isalnum(c) != 0; });
    if (msp.empty() || !plain) return bad("'" + msp + "' is not made of letters and digits");
    if (msp == orderer_msp) return bad(msp + " is the orderer's own");
    if (std::count(plan.msps.begin(), plan.msps.end(), msp) > 1)
      return bad(msp + " is there twice");
  }
  if (!plan.folder.starts_with("/")) return bad("the folder is not an absolute path");
  // Shorter ones silently become 30 s in the peer.
  if (plan.execute_timeout_ms < 1'000) return bad("the execute timeout is below one second");
  return Done{};
}

void save(const Plan& plan) {
  Json::Array msps;
  for (const std::string& msp : plan.msps) msps.emplace_back(msp);
  const Json::Object out{{"batchCount", std::int64_t{plan.batch_count}},
                         {"batchMs", std::int64_t{plan.batch_ms}},
                         {"binaries", plan.binaries},
                         {"capability", plan.capability},
                         {"channel", plan.channel},
                         {"executeTimeoutMs", std::int64_t{plan.execute_timeout_ms}},
                         {"aliveExpirationMs", std::int64_t{plan.alive_expiration_ms}},
                         {"privateDataMs", std::int64_t{plan.private_data_ms}},
                         {"firstPort", std::int64_t{plan.first_port}},
                         {"line", text_of(plan.line)},
                         {"msps", msps}};
  devpeer::write_file(plan.file("network.json"), canonical(out) + "\n");
}

Plan load(const std::string& folder) {
  const Json read = parse_json(devpeer::read_file(folder + "/network.json")).value();
  Plan plan{.folder = folder,
            .line = line_of(text(read, "line")).value(),
            .binaries = text(read, "binaries"),
            .channel = text(read, "channel"),
            .capability = text(read, "capability"),
            .first_port = static_cast<std::uint16_t>(number(read, "firstPort")),
            .batch_ms = number(read, "batchMs"),
            .batch_count = number(read, "batchCount"),
            .execute_timeout_ms = number(read, "executeTimeoutMs"),
            .alive_expiration_ms = number(read, "aliveExpirationMs"),
            .private_data_ms = number(read, "privateDataMs")};
  for (const Json& msp : *read.find("msps")->as_array()) plan.msps.push_back(*msp.as_string());
  return plan;
}

std::map<std::string, std::string> admin_environment(const Plan& plan, const std::string& msp) {
  return {{"FABRIC_CFG_PATH", plan.file("cfg/" + msp)},
          {"FABRIC_LOGGING_SPEC", "warn"},
          {"CORE_PEER_MSPCONFIGPATH", plan.files() + "/" + msp + "/users/Admin/msp"}};
}

Command as_admin(const Plan& plan, const std::string& msp, std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), plan.program("peer"));
  return {.argv = std::move(arguments), .environment = admin_environment(plan, msp)};
}

}  // namespace tradelane::fabric
