// SPDX-License-Identifier: Apache-2.0
#include "chaincode/shim/server.hpp"

namespace tradelane::shim {

Server::Server(const ledger::Chaincode& chaincode, Settings settings, http2::Listener listener,
               const http2::Limits& limits, Log& log)
    : settings_(std::move(settings)),
      http2_(
          std::move(listener), "/protos.Chaincode/Connect", limits,
          [this, &chaincode, &log](http2::Outlet& outlet, const http2::Remote& remote) {
            log.info("stream_opened",
                     {{"remote", remote.address}, {"certificate", remote.fingerprint}});
            return std::make_unique<Runner>(outlet, chaincode, settings_, counters_, log);
          },
          log) {}

void Server::drain() {
  counters_.draining = true;
  http2_.drain();
}

}  // namespace tradelane::shim
