// SPDX-License-Identifier: Apache-2.0
#include "tests/scenario/network_backend.hpp"

#include "adapters/gateway/advice.hpp"
#include "adapters/gateway/invoke.hpp"
#include "adapters/gateway/profile.hpp"
#include "tests/support/raw_http.hpp"

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

std::unique_ptr<server::Process> start_chaincode(const test::TempFolder& files, LogLevel lowest) {
  server::Config config;
  config.package_id = package_id;
  config.tls_certificate = files.file("chaincode/server.crt");
  config.tls_key = files.file("chaincode/server.key");
  config.tls_client_roots = files.file("chaincode/client-ca.crt");
  config.log_level = lowest;
  return must(server::Process::start(config));
}

/// The port behind the last colon.
std::uint16_t port_of(const std::string& address) {
  return static_cast<std::uint16_t>(std::stoi(address.substr(address.rfind(':') + 1)));
}

Receipt refused(const gateway::Failure& failure) {
  const auto refusal = gateway::refusal(failure);
  if (!refusal) throw Fault(failure.text());
  return {.status = refusal->status, .token = refusal->token, .message = refusal->message};
}

}  // namespace

NetworkBackend::NetworkBackend(const Setting& setting, LogLevel lowest) : setting_(setting) {
  devpeer::Config config = config_of(setting, files_.path());
  config.log_level = lowest;
  must(devpeer::Process::create(config));
  chaincode_ = start_chaincode(files_, lowest);
  config.chaincodes = {{.name = setting.chaincode,
                        .package_id = package_id,
                        .address = "localhost:" + std::to_string(chaincode_->port())}};
  peer_ = must(devpeer::Process::start(config));
  operations_port_ = port_of(*json_of(peer_->ready_line()).find("operations")->as_string());
  events_ = client_of("OPR").events({.channel = setting.channel,
                                     .chaincode = setting.chaincode,
                                     .from = gateway::Checkpoint{},
                                     .within = std::chrono::minutes(5)});
}

NetworkBackend::~NetworkBackend() {
  // Listeners before what they listen to.
  events_.reset();
  clients_.clear();
}

gateway::Gateway& NetworkBackend::client_of(const std::string& alias) {
  auto& client = clients_[alias];
  if (client) return *client;
  const std::string& msp = test::cast()[alias].msp;
  const auto profile = must(gateway::read_profile(files_.file("connection-" + msp + ".json")));
  const auto folder = must(gateway::read_msp_folder(files_.file(msp + "/users/" + alias + "/msp")));
  client = gateway::make_client(must(gateway::Connection::open(profile.connection)),
                                {.identity = {.msp = msp, .certificate = folder.certificate},
                                 .signer = must(gateway::signer_from_pem(folder.key))});
  return *client;
}

gateway::Call NetworkBackend::proposal(const Call& call) const {
  return {.channel = setting_.channel,
          .chaincode = setting_.chaincode,
          .function = call.function,
          .args = {canonical(call.args)},
          .transient = call.transient,
          .organisations = call.endorsers};
}

/// The event of a transaction that was just committed; those of others before it are passed over.
std::vector<Json> NetworkBackend::entries_of(const std::string& txid) {
  for (;;) {
    const auto event = events_->next();
    if (!event) throw Fault("no event of " + txid + ": " + event.failure().text());
    if (event->transaction_id == txid) return *json_of(event->payload).as_array();
  }
}

Receipt NetworkBackend::submit(const Call& call) {
  const auto done = gateway::invoke(client_of(call.by), proposal(call));
  if (!done) return refused(done.failure());
  const std::string& txid = done->commit.transaction_id;
  return {
      .status = 200, .payload = json_of(done->result), .txid = txid, .entries = entries_of(txid)};
}

Receipt NetworkBackend::query(const Call& call) {
  const auto answer = gateway::query(client_of(call.by), proposal(call));
  if (!answer) return refused(answer.failure());
  return {.status = 200, .payload = json_of(*answer)};
}

std::string NetworkBackend::mark() { return test::http_get(operations_port_, "/height"); }

}  // namespace tradelane::scenario
