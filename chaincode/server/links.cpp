// SPDX-License-Identifier: Apache-2.0
#include "chaincode/server/links.hpp"

#include <chrono>

#include "chaincode/server/metrics.hpp"
#include "chaincode/server/option.hpp"
#include "chaincode/shim/http2/address.hpp"

namespace tradelane::server {
namespace {

Timestamp wall_clock() {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return {std::chrono::duration_cast<std::chrono::seconds>(now).count()};
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

/// Fabric's samples give a server the name of its host. What nobody knows stays as it is, and
/// cannot be listened on.
std::string address_of(const Endpoint& at) {
  const auto known = shim::http2::Address::resolve(at.host, at.port);
  return known.empty() ? at.host : known.front().host();
}

}  // namespace

Links::Links(const shim::Chaincode& chaincode, const Config& config,
             std::shared_ptr<shim::http2::TlsSource> tls, Log& log)
    : config_(with_package_ids(config)), log_(log) {
  if (config_.peer) {
    client_ = std::make_unique<shim::Client>(chaincode, settings_of(config_, config_.package_id),
                                             shim::PeerAddress{.host = config_.peer->host,
                                                               .port = config_.peer->port,
                                                               .tls = std::move(tls),
                                                               .server_name = config_.peer_name},
                                             config_.transport, log_);
    return;
  }
  std::vector<shim::Endpoint> endpoints;
  for (const Listen& one : config_.listen)
    endpoints.push_back(
        {.package_id = one.package_id,
         .listener = {.host = address_of(one.at), .port = one.at.port, .tls = tls}});
  server_ = std::make_unique<shim::Server>(chaincode, settings_of(config_, config_.package_id),
                                           std::move(endpoints), config_.transport, log_);
}

Result<> Links::start() {
  if (client_) {
    client_->start();
    return Done{};
  }
  if (const auto started = server_->start(); !started)
    return cannot_listen("listen", started.error());
  return Done{};
}

Result<> Links::probe() { return client_ ? Done{} : server_->probe(); }

void Links::drain() {
  if (client_)
    client_->drain();
  else
    server_->drain();
}

bool Links::is_draining() const {
  return client_ ? client_->is_draining() : server_->is_draining();
}
bool Links::is_drained() const { return client_ ? client_->is_drained() : server_->is_drained(); }

std::map<std::string, const shim::Counters*> Links::counters() const {
  if (client_) return {{config_.package_id, &client_->counters()}};
  std::map<std::string, const shim::Counters*> out;
  for (const Listen& one : config_.listen)
    out.emplace(one.package_id, &server_->counters(one.package_id));
  return out;
}

template <class Count>
std::size_t Links::sum(Count count) const {
  std::size_t out = 0;
  for (const auto& [package_id, counted] : counters()) out += count(*counted);
  return out;
}

std::size_t Links::in_flight() const {
  return sum([](const shim::Counters& counters) { return counters.in_flight.load(); });
}
std::size_t Links::ready_streams() const {
  return sum([](const shim::Counters& counters) { return counters.ready_streams.load(); });
}
std::size_t Links::stuck_threads() const {
  return client_ ? client_->stuck_threads() : server_->stuck_threads();
}

void Links::add_metrics(operations::Metrics& metrics) const {
  for (const auto& [package_id, counted] : counters())
    add_shim_metrics(metrics, *counted, config_.run, {{"package_id", package_id}});
  add_thread_metrics(metrics, config_.run, [this] { return stuck_threads(); });
}

Json::Object Links::description() const {
  if (client_) return {{"packageId", config_.package_id}, {"peer", config_.peer->text()}};
  const auto at = [this](std::size_t index) {
    return Endpoint{.host = config_.listen[index].at.host, .port = port(index)}.text();
  };
  Json::Array listeners;
  for (std::size_t i = 0; i < config_.listen.size(); ++i)
    listeners.push_back(
        Json::Object{{"listen", at(i)}, {"packageId", config_.listen[i].package_id}});
  return {{"listen", at(0)},
          {"listeners", std::move(listeners)},
          {"packageId", config_.listen[0].package_id}};
}

void Links::log_start() const {
  if (client_)
    return log_.info("dialling", {{"package_id", config_.package_id},
                                  {"host", config_.peer->host},
                                  {"port", std::int64_t{config_.peer->port}},
                                  {"tls", config_.tls}});
  for (std::size_t i = 0; i < config_.listen.size(); ++i)
    log_.info("serving", {{"package_id", config_.listen[i].package_id},
                          {"host", config_.listen[i].at.host},
                          {"port", std::int64_t{port(i)}},
                          {"tls", config_.tls}});
}

}  // namespace tradelane::server
