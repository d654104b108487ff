// SPDX-License-Identifier: Apache-2.0
#include "chaincode/shim/client.hpp"

#include <utility>

namespace tradelane::shim {
namespace {

constexpr const char* method = "/protos.ChaincodeSupport/Register";

}  // namespace

Client::Client(const Chaincode& chaincode, const Settings& settings, PeerAddress peer,
               const http2::Limits& limits, Log& log, const http2::Redial& redial)
    : Client(borrowed(chaincode), settings, std::move(peer), limits, log, redial) {}

Client::Client(const ledger::Chaincode& chaincode, const Settings& settings, PeerAddress peer,
               const http2::Limits& limits, Log& log, const http2::Redial& redial)
    : Client(adapted(chaincode, settings), settings, std::move(peer), limits, log, redial) {}

Client::Client(std::shared_ptr<const Chaincode> chaincode, const Settings& settings,
               PeerAddress peer, const http2::Limits& limits, Log& log, const http2::Redial& redial)
    : log_(log),
      host_(std::move(chaincode), settings, log),
      http2_(
          thread_,
          {.host = std::move(peer.host),
           .port = peer.port,
           .path = method,
           .tls = std::move(peer.tls),
           .server_name = std::move(peer.server_name)},
          limits, redial, host_.accept(), [this](const http2::Ending& ending) { ended(ending); },
          log) {}

void Client::start() {
  started_ = true;
  thread_.start();
  http2_.start();
}

void Client::ended(const http2::Ending& ending) {
  log_.warn("peer_lost", {{"status", std::int64_t{static_cast<int>(ending.status)}},
                          {"why", ending.message},
                          {"mend", ending.mend},
                          {"was_open", ending.was_open}});
}

void Client::drain() {
  // First: a stream that ends because of it is not dialled again.
  http2_.drain();
  host_.drain();
}

void Client::stop() {
  if (started_) http2_.stop();
  thread_.stop();
  host_.stop();
}

}  // namespace tradelane::shim
