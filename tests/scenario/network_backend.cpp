// SPDX-License-Identifier: Apache-2.0
#include "tests/scenario/network_backend.hpp"

namespace tradelane::scenario {
namespace {

constexpr const char* package_id = "tradelane:scenario";

template <class T>
T must(Result<T> result) {
  if (!result) throw Fault(result.error().message());
  return std::move(*result);
}

Json json_of(const Bytes& bytes) { return must(parse_json(bytes)); }

devpeer::Config config_of(const Setting& setting, const std::string& out) {
  devpeer::Config config{.organisations = msps_of("OCDHS2"),
                         .channel = setting.channel,
                         .policy = "AND(OperatorMSP,OR(others))",
                         .out = out,
                         .clients = devpeer::ClientAuthentication::required,
                         .batch_ms = 5};
  for (const auto& [alias, role] : test::cast().all())
    config.users.push_back({.msp = role.msp, .name = alias, .party = role.id.text()});
  return config;
}

std::unique_ptr<server::Process> start_chaincode(const contract::Router& contracts,
                                                 const test::TempFolder& files, LogLevel lowest) {
  server::Config config;
  config.package_id = package_id;
  config.tls_certificate = files.file("chaincode/server.crt");
  config.tls_key = files.file("chaincode/server.key");
  config.tls_client_roots = files.file("chaincode/client-ca.crt");
  config.log_level = lowest;
  return must(server::Process::start({.name = "scenario", .version = "0"}, contracts, config));
}

/// The port behind the last colon.
std::uint16_t port_of(const std::string& address) {
  return static_cast<std::uint16_t>(std::stoi(address.substr(address.rfind(':') + 1)));
}

}  // namespace

NetworkBackend::NetworkBackend(const Setting& setting, LogLevel lowest) {
  devpeer::Config config = config_of(setting, files_.path());
  config.log_level = lowest;
  must(devpeer::Process::create(config));
  chaincode_ = start_chaincode(contracts_, files_, lowest);
  config.chaincodes = {{.name = setting.chaincode,
                        .package_id = package_id,
                        .address = "localhost:" + std::to_string(chaincode_->port())}};
  peer_ = must(devpeer::Process::start(config));
  clients_ = std::make_unique<GatewayBackend>(
      setting, files_.path(),
      heights_of_devpeer(port_of(*json_of(peer_->ready_line()).find("operations")->as_string())));
}

Receipt NetworkBackend::submit(const Call& call) { return clients_->submit(call); }
Receipt NetworkBackend::query(const Call& call) { return clients_->query(call); }
std::string NetworkBackend::mark() { return clients_->mark(); }

}  // namespace tradelane::scenario
