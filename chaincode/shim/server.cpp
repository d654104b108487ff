// SPDX-License-Identifier: Apache-2.0
#include "chaincode/shim/server.hpp"

namespace tradelane::shim {

namespace {

std::vector<http2::Listener> with(http2::Listener listener, http2::AcceptStream accept) {
  listener.accept = std::move(accept);
  return {std::move(listener)};
}

}  // namespace

Server::Server(const ledger::Chaincode& chaincode, Settings settings, http2::Listener listener,
               const http2::Limits& limits, Log& log)
    : settings_(std::move(settings)),
      http2_(with(std::move(listener), accept(chaincode, log)), "/protos.Chaincode/Connect", limits,
             log) {}

http2::AcceptStream Server::accept(const ledger::Chaincode& chaincode, Log& log) {
  return [this, &chaincode, &log](http2::Outlet& outlet, const http2::Remote& remote,
                                  http2::Loop&) {
    log.info("stream_opened", {{"remote", remote.address}, {"certificate", remote.fingerprint}});
    return std::make_unique<Runner>(outlet, chaincode, settings_, counters_, log);
  };
}

void Server::drain() {
  counters_.draining = true;
  http2_.drain();
}

}  // namespace tradelane::shim
