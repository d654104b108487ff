// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <memory>

#include "chaincode/shim/http2/server.hpp"
#include "chaincode/shim/ledger_chaincode.hpp"
#include "chaincode/shim/runner.hpp"

namespace tradelane::shim {

/// A chaincode as a service: one listener for one package id, any number of peers. Its functions
/// may be called from any thread.
class Server {
 public:
  /// `chaincode` and `log` outlive the server. What accepts streams is put into `listener`.
  Server(const Chaincode& chaincode, Settings settings, http2::Listener listener,
         const http2::Limits& limits, Log& log);
  /// The same for a chaincode of ours.
  Server(const ledger::Chaincode& chaincode, Settings settings, http2::Listener listener,
         const http2::Limits& limits, Log& log);
  ~Server() { stop(); }
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  /// ARG_MALFORMED says in one sentence what cannot be listened on.
  Result<> start() { return http2_.start(); }
  std::uint16_t port() const { return http2_.port(); }

  /// New transactions are answered ERROR, running ones are finished, then their streams end.
  void drain();
  bool is_draining() const { return counters_.draining; }
  /// After `drain`: nothing is running and no peer is connected any more.
  bool is_drained() const { return counters_.in_flight == 0 && counters_.ready_streams == 0; }
  /// Ends everything at once. Running transactions are abandoned.
  void stop() { http2_.stop(); }
  /// Dials the listener from inside, as `http2::Server::probe` does.
  Result<> probe() { return http2_.probe(); }

  const Counters& counters() const { return counters_; }

 private:
  Server(std::shared_ptr<const Chaincode> chaincode, Settings settings, http2::Listener listener,
         const http2::Limits& limits, Log& log);
  http2::Listener accepting(http2::Listener listener);

  std::shared_ptr<const Chaincode> chaincode_;
  Settings settings_;
  Counters counters_;
  Environment environment_;
  http2::Server http2_;
};

}  // namespace tradelane::shim
