// SPDX-License-Identifier: Apache-2.0
#include "chaincode/shim/server.hpp"

namespace tradelane::shim {

Server::Server(const Chaincode& chaincode, Settings settings, http2::Listener listener,
               const http2::Limits& limits, Log& log)
    : Server(std::shared_ptr<const Chaincode>(std::shared_ptr<void>(), &chaincode),
             std::move(settings), std::move(listener), limits, log) {}

Server::Server(const ledger::Chaincode& chaincode, Settings settings, http2::Listener listener,
               const http2::Limits& limits, Log& log)
    : Server(std::make_shared<LedgerChaincode>(chaincode, settings.callers), settings,
             std::move(listener), limits, log) {}

Server::Server(std::shared_ptr<const Chaincode> chaincode, Settings settings,
               http2::Listener listener, const http2::Limits& limits, Log& log)
    : chaincode_(std::move(chaincode)),
      settings_(std::move(settings)),
      environment_{
          .chaincode = *chaincode_, .settings = settings_, .counters = counters_, .log = log},
      http2_({accepting(std::move(listener))}, "/protos.Chaincode/Connect", limits, log) {}

http2::Listener Server::accepting(http2::Listener listener) {
  listener.accept = [this](http2::Outlet& outlet, const http2::Remote& remote, http2::Loop&) {
    environment_.log.info("stream_opened",
                          {{"remote", remote.address}, {"certificate", remote.fingerprint}});
    return std::make_unique<Runner>(outlet, environment_);
  };
  return listener;
}

void Server::drain() {
  counters_.draining = true;
  http2_.drain();
}

}  // namespace tradelane::shim
