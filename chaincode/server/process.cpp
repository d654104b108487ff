// SPDX-License-Identifier: Apache-2.0
#include "chaincode/server/process.hpp"

#include <algorithm>
#include <chrono>

#include "chaincode/codec/json.hpp"
#include "chaincode/operations/log_level.hpp"
#include "chaincode/operations/process_metrics.hpp"
#include "chaincode/server/metrics.hpp"
#include "chaincode/server/option.hpp"

namespace tradelane::server {
namespace {

Timestamp wall_clock() {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return {std::chrono::duration_cast<std::chrono::seconds>(now).count()};
}

/// `why`, of a socket that is wanted for the key `key`.
Error cannot_listen(const std::string& key, const Error& why) {
  return bad_value(key, why.detail + "; give an address of this machine, and a port that is free");
}

shim::Settings settings_of(const Config& config, const std::string& package_id) {
  shim::Settings out = config.run;
  out.package_id = package_id;
  out.now = wall_clock;
  return out;
}

/// As `make_config` leaves it, for whoever fills the struct by hand.
Config with_package_ids(Config config) {
  for (Listen& one : config.listen)
    if (one.package_id.empty()) one.package_id = config.package_id;
  return config;
}

}  // namespace

Process::Process(const Program& program, SharedChaincode chaincode, const Config& config,
                 LogSink sink)
    : program_(program),
      chaincode_(std::move(chaincode)),
      config_(with_package_ids(config)),
      sink_(std::move(sink)),
      log_(sink_.fd(), config.log_level) {}

std::string Process::ready_line() const {
  const auto at = [](Endpoint endpoint, std::uint16_t port) {
    endpoint.port = port;
    return endpoint.text();
  };
  Json::Array listeners;
  for (std::size_t i = 0; i < servers_.size(); ++i)
    listeners.push_back(Json::Object{{"listen", at(config_.listen[i].at, port(i))},
                                     {"packageId", config_.listen[i].package_id}});
  return canonical(Json::Object{{"listen", at(config_.listen[0].at, port(0))},
                                {"listeners", std::move(listeners)},
                                {"operations", at(config_.operations, operations_port())},
                                {"packageId", config_.listen[0].package_id}});
}

void Process::drain() {
  log_.info("draining", {{"in_flight", static_cast<std::int64_t>(in_flight())}});
  for (const auto& server : servers_) server->drain();
  probe_->stop();
}

bool Process::is_drained() const {
  return std::all_of(servers_.begin(), servers_.end(),
                     [](const auto& server) { return server->is_drained(); });
}

std::size_t Process::in_flight() const {
  std::size_t out = 0;
  for (const auto& server : servers_) out += server->counters().in_flight;
  return out;
}

void Process::reload() {
  if (const auto reopened = sink_.reopen(); !reopened)
    log_.error("log_file", {{"why", reopened.error().detail}});
  if (tls_) tls_->reload();
  log_.info("reloaded");
}

operations::Answer Process::health() const {
  if (const auto complaint = probe_->complaint()) return {.status = 503, .body = *complaint + "\n"};
  return {.body = "ok\n"};
}

operations::Answer Process::readiness() const {
  if (servers_.front()->is_draining()) return {.status = 503, .body = "draining\n"};
  if (!probe_->is_answered()) return {.status = 503, .body = "a listener does not answer\n"};
  return health().status == 200 ? operations::Answer{.body = "ready\n"} : health();
}

operations::Routes Process::routes() {
  using operations::Answer;
  return {{"/healthz", [this] { return health(); }},
          {"/logspec", operations::log_level_page(log_)},
          {"/metrics", metrics_.page()},
          {"/readyz", [this] { return readiness(); }},
          {"/version",
           [this] { return Answer{.body = program_.name + " " + program_.version + "\n"}; }}};
}

Result<> Process::open_tls() {
  if (!config_.tls) return Done{};
  auto made = shim::http2::TlsSource::from_files(shim::http2::TlsRole::server,
                                                 {.certificate_chain = config_.tls_certificate,
                                                  .private_key = config_.tls_key,
                                                  .roots = config_.tls_client_roots,
                                                  .allowed_clients = config_.tls_clients},
                                                 log_);
  if (!made) return made.error();
  tls_ = std::move(*made);
  metrics_.gauge({"tradelane_certificate_expiry_timestamp_seconds",
                  "When the TLS certificate in use ends, in seconds since 1970."},
                 [this] { return static_cast<double>(tls_->not_after().seconds); });
  return Done{};
}

Result<> Process::listen() {
  for (const Listen& one : config_.listen) {
    const std::vector<shim::Endpoint> endpoints{
        {.listener = {.host = one.at.host, .port = one.at.port, .tls = tls_}}};
    servers_.push_back(std::make_unique<shim::Server>(
        *chaincode_, settings_of(config_, one.package_id), endpoints, config_.transport, log_));
    if (const auto started = servers_.back()->start(); !started)
      return cannot_listen("listen", started.error());
    add_shim_metrics(metrics_, servers_.back()->counters(), {{"package_id", one.package_id}});
  }
  return Done{};
}

Result<> Process::dial() {
  for (const auto& server : servers_)
    if (auto answered = server->probe(); !answered) return answered;
  return Done{};
}

void Process::log_start() {
  for (std::size_t i = 0; i < servers_.size(); ++i)
    log_.info("serving", {{"package_id", config_.listen[i].package_id},
                          {"host", config_.listen[i].at.host},
                          {"port", std::int64_t{port(i)}},
                          {"tls", config_.tls},
                          {"operations_port", std::int64_t{operations_port()}}});
}

Result<> Process::start() {
  operations::add_process_metrics(metrics_, program_.version);
  if (auto opened = open_tls(); !opened) return opened;
  if (auto listening = listen(); !listening) return listening;
  probe_ = std::make_unique<SelfProbe>([this] { return dial(); },
                                       SelfProbe::Pace{.interval = config_.probe}, log_);
  probe_->start();
  operations_ = std::make_unique<operations::Port>(config_.operations.host, config_.operations.port,
                                                   routes(), log_);
  if (const auto started = operations_->start(); !started)
    return cannot_listen("operations", started.error());
  log_start();
  return Done{};
}

Result<std::unique_ptr<Process>> Process::start(const Program& program, SharedChaincode chaincode,
                                                const Config& config) {
  auto sink = LogSink::open(config.log_file);
  if (!sink) return sink.error();
  std::unique_ptr<Process> process(
      new Process(program, std::move(chaincode), config, std::move(*sink)));
  if (const auto started = process->start(); !started) return started.error();
  return process;
}

Result<std::unique_ptr<Process>> Process::start(const Program& program,
                                                const shim::Chaincode& chaincode,
                                                const Config& config) {
  return start(program, shim::borrowed(chaincode), config);
}

Result<std::unique_ptr<Process>> Process::start(const Program& program,
                                                const ledger::Chaincode& chaincode,
                                                const Config& config) {
  return start(program, shim::adapted(chaincode, config.run), config);
}

}  // namespace tradelane::server
