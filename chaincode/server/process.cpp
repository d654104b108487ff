// SPDX-License-Identifier: Apache-2.0
#include "chaincode/server/process.hpp"

#include <chrono>

#include "chaincode/codec/json.hpp"
#include "chaincode/contracts/consent/contract.hpp"
#include "chaincode/contracts/ebl/contract.hpp"
#include "chaincode/contracts/evidence/contract.hpp"
#include "chaincode/contracts/finance/contract.hpp"
#include "chaincode/contracts/party/contract.hpp"
#include "chaincode/shim/http2/tls_source.hpp"

namespace tradelane::server {
namespace {

constexpr int standard_error = 2;

Timestamp wall_clock() {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return {std::chrono::duration_cast<std::chrono::seconds>(now).count()};
}

Result<std::shared_ptr<shim::http2::TlsSource>> make_tls(const Config& config, Log& log) {
  if (!config.tls) return std::shared_ptr<shim::http2::TlsSource>();
  return shim::http2::TlsSource::from_files(shim::http2::TlsRole::server,
                                            {.certificate_chain = config.tls_certificate,
                                             .private_key = config.tls_key,
                                             .roots = config.tls_client_roots},
                                            log);
}

shim::Settings settings_of(const Config& config) {
  return {.package_id = config.package_id,
          .message_bytes = static_cast<std::size_t>(config.message_bytes),
          .transactions = static_cast<std::size_t>(config.transactions),
          .deadline = std::chrono::seconds(config.deadline_s),
          .time_window = std::chrono::seconds(config.time_window_s),
          .now = wall_clock};
}

}  // namespace

contract::Router make_router() {
  return contract::Router({party::contract(), consent::contract(), evidence::contract(),
                           ebl::contract(), finance::contract()});
}

Process::Process(const Config& config)
    : config_(config), log_(standard_error, config.log_level), router_(make_router()) {}

std::string Process::ready_line() const {
  const auto at = [](const std::string& host, std::uint16_t port) {
    return host + ":" + std::to_string(port);
  };
  return canonical(Json::Object{{"listen", at(config_.listen_host, port())},
                                {"operations", at(config_.operations_host, operations_port())},
                                {"packageId", config_.package_id}});
}

operations::Routes Process::routes() {
  using operations::Answer;
  return {{"/healthz", [] { return Answer{.body = "ok\n"}; }},
          {"/readyz",
           [this] {
             if (shim_->is_draining()) return Answer{.status = 503, .body = "draining\n"};
             return Answer{.body = "ready\n"};
           }},
          {"/version", [] { return Answer{.body = "tradelane-chaincode 0.1.0\n"}; }}};
}

Result<std::unique_ptr<Process>> Process::start(const Config& config) {
  std::unique_ptr<Process> process(new Process(config));
  auto tls = make_tls(config, process->log_);
  if (!tls) return tls.error();
  const shim::http2::Listener listener{
      .host = config.listen_host, .port = config.listen_port, .tls = std::move(*tls)};
  process->shim_ = std::make_unique<shim::Server>(process->router_, settings_of(config), listener,
                                                  shim::http2::Limits{}, process->log_);
  if (const auto started = process->shim_->start(); !started) return started.error();
  process->operations_ = std::make_unique<operations::Port>(
      config.operations_host, config.operations_port, process->routes(), process->log_);
  if (const auto started = process->operations_->start(); !started) return started.error();
  return process;
}

}  // namespace tradelane::server
