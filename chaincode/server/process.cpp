// SPDX-License-Identifier: Apache-2.0
#include "chaincode/server/process.hpp"

#include "chaincode/codec/json.hpp"
#include "chaincode/operations/log_level.hpp"
#include "chaincode/operations/process_metrics.hpp"
#include "chaincode/server/option.hpp"

namespace tradelane::server {

Process::Process(const Program& program, SharedChaincode chaincode, const Config& config,
                 LogSink sink)
    : program_(program),
      chaincode_(std::move(chaincode)),
      config_(config),
      sink_(std::move(sink)),
      log_(sink_.fd(), config.log_level) {}

std::string Process::ready_line() const {
  Json::Object out = links_->description();
  out.emplace("operations",
              Endpoint{.host = config_.operations.host, .port = operations_port()}.text());
  return canonical(out);
}

void Process::drain() {
  log_.info("draining", {{"in_flight", static_cast<std::int64_t>(in_flight())}});
  links_->drain();
  probe_->stop();
}

void Process::reload() {
  if (const auto reopened = sink_.reopen(); !reopened)
    log_.error("log_file", {{"why", reopened.error().detail}});
  if (tls_) tls_->reload();
  log_.info("reloaded");
}

operations::Answer Process::health() const {
  if (const auto complaint = probe_->complaint()) return {.status = 503, .body = *complaint + "\n"};
  if (links_->stuck_threads() > 0)
    return {.status = 503, .body = "a thread does not come out of a transaction\n"};
  return {.body = "ok\n"};
}

operations::Answer Process::readiness() const {
  if (links_->is_draining()) return {.status = 503, .body = "draining\n"};
  if (!probe_->is_answered()) return {.status = 503, .body = "a listener does not answer\n"};
  if (!links_->listens() && links_->ready_streams() == 0)
    return {.status = 503, .body = "the peer has not registered this chaincode yet\n"};
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
  const auto role = config_.peer ? shim::http2::TlsRole::client : shim::http2::TlsRole::server;
  auto made = shim::http2::TlsSource::from_files(role,
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

Result<> Process::open_operations() {
  operations_ = std::make_unique<operations::Port>(config_.operations.host, config_.operations.port,
                                                   routes(), log_);
  if (const auto started = operations_->start(); !started)
    return cannot_listen("operations", started.error());
  log_.info("operations",
            {{"host", config_.operations.host}, {"port", std::int64_t{operations_port()}}});
  return Done{};
}

Result<> Process::start() {
  operations::add_process_metrics(metrics_, program_.version);
  if (auto opened = open_tls(); !opened) return opened;
  links_ = std::make_unique<Links>(*chaincode_, config_, tls_, log_);
  if (auto started = links_->start(); !started) return started;
  links_->add_metrics(metrics_);
  probe_ = std::make_unique<SelfProbe>([this] { return links_->probe(); },
                                       SelfProbe::Pace{.interval = config_.probe}, log_);
  probe_->start();
  if (auto opened = open_operations(); !opened) return opened;
  links_->log_start();
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
