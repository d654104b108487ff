// SPDX-License-Identifier: Apache-2.0
#include "chaincode/shim/server.hpp"

#include <utility>

namespace tradelane::shim {
namespace {

constexpr const char* method = "/protos.Chaincode/Connect";

std::vector<http2::Listener> listeners_of(Host& host, std::vector<Endpoint> endpoints) {
  std::vector<http2::Listener> out;
  for (Endpoint& endpoint : endpoints) {
    out.push_back(std::move(endpoint.listener));
    out.back().accept = host.accept(endpoint.package_id);
  }
  return out;
}

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
    : host_(std::move(chaincode), settings, log),
      http2_(listeners_of(host_, std::move(endpoints)), method, limits, log) {}

void Server::drain() {
  host_.drain();
  http2_.drain();
}

void Server::stop() {
  http2_.stop();
  host_.stop();
}

}  // namespace tradelane::shim
