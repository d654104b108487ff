// SPDX-License-Identifier: Apache-2.0
#include "tests/fabric/differential/networks.hpp"

#include <filesystem>

#include "chaincode/devpeer/files.hpp"
#include "tests/fabric/differential/requests.hpp"
#include "tests/fabric/network/endorsers.hpp"
#include "tests/fabric/network/node.hpp"

namespace tradelane::differential {
namespace {

constexpr const char* embedded_package = "differential:embedded";
constexpr const char* embedded_callee = "differential:callee";
// What the embedded peer says of every chaincode.
constexpr const char* version = "1.0";

template <class T>
T must(Result<T> result) {
  if (!result) throw Fault(result.error().message());
  return std::move(*result);
}

fabric::Plan plan_of(const Cast& cast) {
  return {.folder = fabric::fresh_folder(),
          .line = cast.line,
          .binaries = fabric::find_binaries(cast.line).value(),
          .channel = cast.channel,
          .msps = cast.msps,
          .batch_ms = cast.batch_ms,
          .private_data_ms = 20'000};
}

fabric::Definition definition_of(const Cast& cast) {
  return {.name = cast.chaincode,
          .version = version,
          .policy = fabric::policy_of_the_operator(cast.msps)};
}

/// Any organisation's peer is enough.
fabric::Definition callee_of(const Cast& cast) {
  std::string any;
  for (const std::string& msp : cast.msps) any += (any.empty() ? "'" : ",'") + msp + ".peer'";
  return {.name = cast.callee, .version = version, .policy = "OR(" + any + ")", .slot = 1};
}

std::vector<fabric::Definition> definitions_of(const Cast& cast) {
  if (!cast.is_probe) return {definition_of(cast)};
  return {definition_of(cast), callee_of(cast)};
}

/// The server of an organisation's probe, with the organisation's own material.
std::unique_ptr<ProbeServer> start_probe(const std::string& folder, const std::string& package,
                                         std::uint16_t port) {
  return std::make_unique<ProbeServer>(
      ProbeSettings{.package_id = package,
                    .port = port,
                    .certificate = devpeer::read_file(folder + "/server.crt"),
                    .key = devpeer::read_file(folder + "/server.key"),
                    .client_roots = devpeer::read_file(folder + "/client-ca.crt")});
}

devpeer::Config config_of(const Cast& cast, const std::string& out, const std::string& data) {
  return {.organisations = cast.msps,
          .users = cast.users,
          .channel = cast.channel,
          .policy = "AND(" + cast.msps.front() + ",OR(others))",
          .out = out,
          .data = data,
          .announce_batches = cast.line == fabric::Line::v3_1,
          .batch_count = 100,
          .batch_ms = 5,
          .log_level = LogLevel::error};
}

std::string all_of(const std::vector<std::string>& msps) {
  std::string out;
  for (const std::string& msp : msps) out += (out.empty() ? "" : ",") + msp;
  return out;
}

Ledger read_ledger(const Side& side, const std::string& channel) {
  Ledger out;
  for (const auto& block : side.blocks(channel)) out.add(block);
  for (const auto& block : side.filtered_blocks(channel)) out.add(block);
  return out;
}

}  // namespace

Networks::Networks(const Cast& cast) : cast_(cast) {
  start_real();
  start_embedded();
  users_ = std::make_unique<Users>(network_->plan().files());
  sides_[0] = std::make_unique<Side>("Fabric " + fabric::text_of(cast.line),
                                     network_->plan().files(), cast.msps, *users_);
  sides_[1] = std::make_unique<Side>("the embedded peer", files_->path(), cast.msps, *users_);
  wait_for_endorsers();
  twin_ = std::make_unique<Twin>(*sides_[0], *sides_[1], *users_);
}

Networks::~Networks() = default;

// Gossip needs a second or two until a gateway knows every endorser.
void Networks::wait_for_endorsers() {
  if (!cast_.is_probe) return fabric::wait_for_endorsers(network_->plan(), definition_of(cast_));
  for (const std::string& chaincode : {cast_.chaincode, cast_.callee}) {
    const gateway::Call call{.channel = cast_.channel,
                             .chaincode = chaincode,
                             .function = "probe",
                             .args = probe_arguments({}, completed(200))};
    for (const std::string& msp : cast_.msps)
      fabric::wait_until("every peer endorses for a client of " + msp, [&] {
        const auto proposal = users_->propose(msp, "User1", call);
        return !sides_[0]->endorse(proposal, cast_.msps).failure &&
               !sides_[0]->endorse(proposal, {}).failure;
      });
  }
}

void Networks::start_real() {
  network_ = std::make_unique<fabric::Network>(plan_of(cast_), cast_.users);
  const fabric::Plan& plan = network_->plan();
  for (const fabric::Definition& definition : definitions_of(cast_)) {
    const fabric::PackageIds packages = fabric::make_packages(plan, definition);
    for (const auto& [msp, id] : packages) {
      if (cast_.is_probe) {
        probes_.push_back(start_probe(plan.files() + "/" + msp + "/chaincode", id,
                                      plan.server_ports(msp, definition.slot).listen));
      } else {
        servers_.push_back(fabric::start_server(plan, definition, msp, id));
      }
    }
    fabric::define(plan, definition, packages);
  }
}

std::string Networks::start_embedded_probe(const std::string& package) {
  probes_.push_back(start_probe(files_->file("chaincode"), package, 0));
  return "localhost:" + std::to_string(probes_.back()->port());
}

std::string Networks::start_embedded_chaincode() {
  if (cast_.is_probe) return start_embedded_probe(embedded_package);
  server::Config config;
  config.package_id = embedded_package;
  config.tls_certificate = files_->file("chaincode/server.crt");
  config.tls_key = files_->file("chaincode/server.key");
  config.tls_client_roots = files_->file("chaincode/client-ca.crt");
  config.log_level = LogLevel::error;
  contracts_ =
      must(server::Process::start({.name = "differential", .version = "0"}, router_, config));
  return "localhost:" + std::to_string(contracts_->port());
}

// The same certificates on both sides: one proposal is good for both.
void Networks::start_embedded() {
  std::filesystem::copy(
      network_->plan().files(), files_->path(),
      std::filesystem::copy_options::recursive | std::filesystem::copy_options::overwrite_existing);
  devpeer::Config config = config_of(cast_, files_->path(), data_.path());
  must(devpeer::Process::create(config));
  config.chaincodes = {{.name = cast_.chaincode,
                        .package_id = embedded_package,
                        .address = start_embedded_chaincode()}};
  if (cast_.is_probe)
    config.chaincodes.push_back({.name = cast_.callee,
                                 .package_id = embedded_callee,
                                 .address = start_embedded_probe(embedded_callee),
                                 .policy = "OR(" + all_of(cast_.msps) + ")"});
  embedded_ = must(devpeer::Process::start(config));
}

void Networks::compare_ledgers() {
  const fabric::Plan& plan = network_->plan();
  // A peer that crashed answers otherwise, and says nothing of ours.
  for (const std::string& msp : plan.msps) network_->must_run(msp);
  real_ledger_ = read_ledger(*sides_[0], plan.channel);
  twin_->compare_ledgers(real_ledger_, read_ledger(*sides_[1], plan.channel));
}

}  // namespace tradelane::differential
