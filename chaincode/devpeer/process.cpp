// SPDX-License-Identifier: Apache-2.0
#include "chaincode/devpeer/process.hpp"

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <map>
#include <vector>

#include "chaincode/codec/json.hpp"
#include "chaincode/crypto/digest.hpp"
#include "chaincode/devpeer/channel.hpp"
#include "chaincode/devpeer/endorser.hpp"
#include "chaincode/devpeer/files.hpp"
#include "chaincode/operations/port.hpp"
#include "proto/msp/identities.pb.h"

namespace tradelane::devpeer {
namespace {

namespace fs = std::filesystem;

Error bad(const std::string& what) { return refuse(Code::arg_malformed, "", what); }

Timestamp now() { return {whole_seconds(system_time())}; }

std::string host_of(const std::string& address) { return address.substr(0, address.rfind(':')); }

/// No organisation has a name that begins so.
constexpr const char* out_lock_name = ".lock";

Error out_is_used(const Config& config) {
  return bad("--out: another tradelane-devpeer uses " + config.out +
             "; end it first, or name another folder");
}

std::string ready_path(const Config& config) { return config.out + "/ready.json"; }

/// Those that are made and those that are given, in the order in which they were named.
Result<std::vector<Organisation>> organisations_of(const Config& config) {
  std::map<std::string, Organisation> all;
  for (const GivenOrganisation& given : config.given) {
    auto read = read_given(given);
    if (!read) return bad("--org: " + read.error().detail);
    if (!all.emplace(given.msp, std::move(*read)).second)
      return bad("--org: " + given.msp + " is there twice");
  }
  std::vector<std::string> own;
  for (const std::string& msp : config.organisations)
    if (!all.contains(msp)) own.push_back(msp);
  if (own.size() + all.size() != config.organisations.size())
    return bad("--org: an organisation is there twice, once with a folder");
  auto made = open_organisations(config.out, own, config.users, now());
  if (!made) return made.error();
  for (Organisation& organisation : *made) all.emplace(organisation.msp, std::move(organisation));
  std::vector<Organisation> out;
  for (const std::string& msp : config.organisations) out.push_back(all.at(msp));
  return out;
}

Result<std::vector<Organisation>> open_files(const Config& config) {
  auto organisations = organisations_of(config);
  if (!organisations) return organisations.error();
  const std::string host =
      config.chaincodes.empty() ? "localhost" : host_of(config.chaincodes.front().address);
  if (auto made = open_chaincode_material(config.out, *organisations, host, now()); !made)
    return made.error();
  return organisations;
}

Peer peer_of(const Organisation& organisation) {
  msp::SerializedIdentity identity;
  identity.set_mspid(organisation.msp);
  identity.set_id_bytes(organisation.peer_certificate);
  return {.msp = organisation.msp,
          .identity = identity.SerializeAsString(),
          .key = *crypto::PrivateKey::from_pem(organisation.peer_key)};
}

std::map<std::string, std::string> authorities_of(const std::vector<Organisation>& all) {
  std::map<std::string, std::string> out;
  for (const Organisation& organisation : all)
    out.emplace(organisation.msp, organisation.authority);
  return out;
}

Result<Policy> policy_of(const Config& config, const ChaincodeDefinition& chaincode) {
  const std::string& text = chaincode.policy.empty() ? config.policy : chaincode.policy;
  if (text.empty()) {
    std::vector<Policy> all;
    for (const std::string& msp : config.organisations) all.push_back(Policy::signed_by(msp));
    const std::size_t two = std::min<std::size_t>(2, all.size());
    return Policy::out_of(two, std::move(all));
  }
  auto policy = Policy::parse(text, config.organisations);
  if (!policy)
    return bad("--policy: '" + text +
               "' is no policy over these organisations, or can never be met");
  return std::move(*policy);
}

Result<ChaincodeRules> rules_of(const Config& config, const ChaincodeDefinition& chaincode) {
  auto policy = policy_of(config, chaincode);
  if (!policy) return policy.error();
  ChaincodeRules out{.policy = std::move(*policy)};
  if (chaincode.collections.empty()) return out;
  try {
    auto collections = parse_collections(read_file(chaincode.collections), config.organisations);
    if (!collections)
      return bad("--collections: " + chaincode.collections + ": " + collections.error().detail);
    out.collections = std::move(*collections);
  } catch (const std::exception& error) {
    return bad(std::string("--collections: ") + error.what());
  }
  return out;
}

/// A ledger belongs to one channel and to the authorities that signed what is in it.
std::optional<Error> claim(Store& store, const Config& config,
                           const std::vector<Organisation>& organisations) {
  std::string all;
  for (const auto& [msp, authority] : authorities_of(organisations)) all += msp + authority;
  const std::map<std::string, std::string> notes = {{"channel", config.channel},
                                                    {"authorities", to_hex(crypto::sha256(all))}};
  for (const auto& [name, value] : notes) {
    const auto kept = store.note(name);
    if (!kept) store.set_note(name, value);
    if (kept && *kept != value)
      return bad("--data: the ledger in " + config.data + " has another " +
                 (name == "channel" ? "channel" : "set of organisations than --out") +
                 "; use its own --out and --org, or an empty folder");
  }
  return std::nullopt;
}

}  // namespace

struct Process::Impl {
  explicit Impl(const Config& given) : config(given), log(2, given.log_level) {}
  ~Impl() {
    // Calls wait for blocks and for chaincodes: those end before anybody waits for the calls.
    for (auto& server : servers) server->end_calls();
    for (auto& link : links) link->close();
    for (auto& server : servers) server->stop();
  }

  std::optional<Error> open_ledger();
  std::optional<Error> build();
  std::optional<Error> set_faults();
  std::optional<Error> listen();
  std::optional<Error> publish();
  LinkSettings link_settings(const ChaincodeDefinition& chaincode) const;
  operations::Routes routes() const;

  const Config config;
  Log log;
  Faults faults;
  /// Of `out`, whose files say where this very process listens, and of `data`.
  std::unique_ptr<FileLock> out_lock, lock;
  std::vector<Organisation> organisations;
  std::unique_ptr<Membership> membership;
  std::unique_ptr<Store> store;
  std::vector<std::unique_ptr<ChaincodeLink>> links;
  std::unique_ptr<Channel> channel;
  std::unique_ptr<Endorser> endorser;
  std::vector<Peer> peers;
  std::map<std::string, std::string> addresses;
  std::vector<std::unique_ptr<Gateway>> gateways;
  std::vector<std::unique_ptr<Deliver>> delivers;
  std::vector<std::unique_ptr<GatewayServer>> servers;
  std::unique_ptr<operations::Port> operations_port;
};

std::optional<Error> Process::Impl::open_ledger() {
  try {
    if (config.data.empty()) {
      store = std::make_unique<Store>();
    } else {
      lock = std::make_unique<FileLock>(config.data, "lock");
      if (!lock->is_held()) return bad("--data: another tradelane-devpeer uses " + config.data);
      store = std::make_unique<Store>(config.data + "/ledger.sqlite");
    }
    return claim(*store, config, organisations);
  } catch (const std::exception& error) {
    return bad(std::string("--data: ") + error.what());
  }
}

LinkSettings Process::Impl::link_settings(const ChaincodeDefinition& chaincode) const {
  using std::chrono::milliseconds;
  LinkSettings out{.address = chaincode.address,
                   .package_id = chaincode.package_id,
                   .dial_timeout = milliseconds(config.dial_timeout_ms),
                   .startup_timeout = milliseconds(config.startup_timeout_ms),
                   .execute_timeout = milliseconds(config.execute_timeout_ms),
                   .keepalive = milliseconds(config.keepalive_ms),
                   .announce_batches = config.announce_batches};
  if (!config.chaincode_tls) return out;
  // The organisation that has issued the chaincode server's certificate.
  const auto made =
      std::find_if(organisations.begin(), organisations.end(),
                   [](const Organisation& organisation) { return !organisation.is_given; });
  const Organisation& peer = made == organisations.end() ? organisations.front() : *made;
  out.tls_root = peer.tls_authority;
  out.tls_certificate = peer.tls_certificate;
  out.tls_key = peer.tls_key;
  return out;
}

std::optional<Error> Process::Impl::build() {
  ChannelRules rules{.channel = config.channel, .organisations = config.organisations};
  std::map<std::string, Endorser::Links> by_name, by_package;
  for (const ChaincodeDefinition& chaincode : config.chaincodes) {
    auto one = rules_of(config, chaincode);
    if (!one) return one.error();
    rules.chaincodes.emplace(chaincode.name, std::move(*one));
    // As on a peer: chaincodes of one package share its stream.
    auto [package, fresh] = by_package.try_emplace(chaincode.package_id);
    for (ChaincodeLink*& link : package->second)
      if (fresh)
        link = links
                   .emplace_back(
                       std::make_unique<ChaincodeLink>(link_settings(chaincode), log, faults))
                   .get();
    by_name.emplace(chaincode.name, package->second);
  }
  membership = std::make_unique<Membership>(authorities_of(organisations));
  channel =
      std::make_unique<Channel>(*store, *membership, std::move(rules),
                                BatchSettings{.count = config.batch_count,
                                              .bytes = config.batch_bytes,
                                              .time = std::chrono::milliseconds(config.batch_ms)},
                                log, faults);
  endorser = std::make_unique<Endorser>(
      *channel, std::move(by_name),
      Endorser::Settings{.time_window = std::chrono::seconds(config.time_window_s)});
  for (const Organisation& organisation : organisations) peers.push_back(peer_of(organisation));
  return std::nullopt;
}

std::optional<Error> Process::Impl::set_faults() {
  const std::map<std::string, std::atomic<std::uint64_t>*> known = {
      {"drop-stream", &faults.drop_stream},
      {"answer-error", &faults.answer_error},
      {"delay-ms", &faults.delay_ms},
      {"kill-endorsed", &faults.kill_endorsed},
      {"kill-ordered", &faults.kill_ordered},
      {"kill-validated", &faults.kill_validated},
      {"kill-committed", &faults.kill_committed}};
  for (const auto& [name, count] : config.faults) {
    const auto at = known.find(name);
    if (at == known.end()) return bad("--fault: there is no fault '" + name + "'; see --help");
    *at->second = count;
  }
  return std::nullopt;
}

std::optional<Error> Process::Impl::listen() {
  std::string roots;
  for (const Organisation& organisation : organisations) roots += organisation.tls_authority;
  for (std::size_t i = 0; i < organisations.size(); ++i) {
    const Organisation& organisation = organisations[i];
    gateways.push_back(
        std::make_unique<Gateway>(organisation.msp, Gateway::Network{*endorser, peers, addresses}));
    delivers.push_back(std::make_unique<Deliver>(
        organisation.msp, *channel,
        Deliver::Settings{.time_window = std::chrono::seconds(config.time_window_s),
                          .binds_tls = config.clients == ClientAuthentication::required}));
    const auto port = static_cast<std::uint16_t>(
        config.listen_base == 0 ? 0 : config.listen_base + static_cast<std::uint16_t>(i));
    servers.push_back(
        std::make_unique<GatewayServer>(*gateways.back(), *delivers.back(),
                                        GatewayListener{.port = port,
                                                        .certificate = organisation.tls_certificate,
                                                        .key = organisation.tls_key,
                                                        .client_roots = roots,
                                                        .clients = config.clients}));
    if (auto started = servers.back()->start(); !started) return bad(started.error().detail);
    addresses[organisation.msp] = "localhost:" + std::to_string(servers.back()->port());
  }
  operations_port =
      std::make_unique<operations::Port>("127.0.0.1", config.operations_port, routes(), log);
  if (auto started = operations_port->start(); !started) return bad(started.error().detail);
  return std::nullopt;
}

operations::Routes Process::Impl::routes() const {
  const auto text = [](std::string body) {
    return [body = std::move(body)] { return operations::Answer{.body = body}; };
  };
  return {{"/healthz", text("OK\n")},
          {"/readyz", text("OK\n")},
          {"/version", text("tradelane-devpeer 0.1.0\n")},
          {"/height",
           [this] { return operations::Answer{.body = std::to_string(store->height()) + "\n"}; }}};
}

std::optional<Error> Process::Impl::publish() {
  for (std::size_t i = 0; i < organisations.size(); ++i)
    if (auto written =
            write_profile(config.out, organisations[i], config.channel, servers[i]->port());
        !written)
      return written.error();
  // Only now: gateways name each other's addresses in their errors.
  for (auto& server : servers) server->open();
  return std::nullopt;
}

Process::Process(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Process::~Process() {
  std::error_code ignored;
  fs::remove(ready_path(impl_->config), ignored);
}

Log& Process::log() { return impl_->log; }

Result<> Process::create(const Config& config) {
  try {
    const FileLock making(config.out, out_lock_name);
    if (!making.is_held()) return out_is_used(config);
    if (auto files = open_files(config); !files) return files.error();
    return Done{};
  } catch (const std::exception& error) {
    return bad(error.what());
  }
}

Result<std::unique_ptr<Process>> Process::start(const Config& config) {
  try {
    return put_together(config);
  } catch (const std::exception& error) {
    return bad(error.what());
  }
}

Result<std::unique_ptr<Process>> Process::put_together(const Config& config) {
  auto impl = std::make_unique<Impl>(config);
  impl->out_lock = std::make_unique<FileLock>(config.out, out_lock_name);
  if (!impl->out_lock->is_held()) return out_is_used(config);
  std::error_code ignored;
  fs::remove(ready_path(config), ignored);
  auto organisations = open_files(config);
  if (!organisations) return organisations.error();
  impl->organisations = std::move(*organisations);
  for (const auto step :
       {&Impl::open_ledger, &Impl::build, &Impl::set_faults, &Impl::listen, &Impl::publish})
    if (auto error = (*impl.*step)()) return *error;
  auto process = std::unique_ptr<Process>(new Process(std::move(impl)));
  write_file(ready_path(config), process->ready_line() + "\n");
  return process;
}

std::string Process::ready_line() const {
  Json::Object gateways, packages;
  for (const auto& [msp, address] : impl_->addresses) gateways.emplace(msp, address);
  for (const ChaincodeDefinition& chaincode : impl_->config.chaincodes)
    packages.emplace(chaincode.name, chaincode.package_id);
  return canonical(
      Json::Object{{"channel", impl_->config.channel},
                   {"gateways", std::move(gateways)},
                   {"operations", "127.0.0.1:" + std::to_string(impl_->operations_port->port())},
                   {"out", impl_->config.out},
                   {"packages", std::move(packages)}});
}

}  // namespace tradelane::devpeer
