// SPDX-License-Identifier: Apache-2.0
#include "chaincode/shim/server.hpp"

#include <utility>

namespace tradelane::shim {
namespace {

constexpr const char* method = "/protos.Chaincode/Connect";

}  // namespace

Server::Server(const Chaincode& chaincode, const Settings& settings,
               std::vector<Endpoint> endpoints, const http2::Limits& limits, Log& log)
    : Server(borrowed(chaincode), settings, std::move(endpoints), limits, log) {}

Server::Server(const ledger::Chaincode& chaincode, const Settings& settings,
               std::vector<Endpoint> endpoints, const http2::Limits& limits, Log& log)
    : Server(adapted(chaincode, settings), settings, std::move(endpoints), limits, log) {}

Server::Server(const ledger::Chaincode& chaincode, const Settings& settings,
               http2::Listener listener, const http2::Limits& limits, Log& log)
    : Server(chaincode, settings, std::vector{Endpoint{.listener = std::move(listener)}}, limits,
             log) {}

Server::Server(std::shared_ptr<const Chaincode> chaincode, const Settings& settings,
               std::vector<Endpoint> endpoints, const http2::Limits& limits, Log& log)
    : host_(std::move(chaincode), settings, log) {
  for (Endpoint& endpoint : endpoints) {
    endpoint.listener.accept = host_.accept(endpoint.package_id);
    http2_.push_back(std::make_unique<http2::Server>(std::vector{std::move(endpoint.listener)},
                                                     method, limits, log));
  }
}

Result<> Server::start() {
  for (const auto& server : http2_)
    if (auto started = server->start(); !started) return started;
  return Done{};
}

Result<> Server::probe() {
  for (const auto& server : http2_)
    if (auto answered = server->probe(); !answered) return answered;
  return Done{};
}

void Server::drain() {
  host_.drain();
  for (const auto& server : http2_) server->drain();
}

void Server::stop() {
  for (const auto& server : http2_) server->stop();
  host_.stop();
}

}  // namespace tradelane::shim
