// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <memory>
#include <string>
#include <vector>

#include "chaincode/base/log.hpp"
#include "chaincode/base/result.hpp"
#include "chaincode/shim/http2/acceptor.hpp"
#include "chaincode/shim/http2/limits.hpp"
#include "chaincode/shim/http2/stream.hpp"

namespace tradelane::shim::http2 {

/// Any number of listeners for one method, and the threads that serve their connections. All of its
/// functions may be called from any thread; what a listener's `accept` makes is used on one of its
/// threads, a connection always on the same.
class Server {
 public:
  /// `log` outlives the server. With one thread, which is enough unless a thread is busy all the
  /// time, everything runs on that one.
  Server(std::vector<Listener> listeners, std::string path, const Limits& limits, Log& log,
         std::size_t threads = 1);
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  /// Binds all and serves. ARG_MALFORMED says what cannot be listened on, in one sentence.
  Result<> start();
  /// Accepts no new connection and tells clients so; what is open goes on.
  void drain() { state_->draining = true; }
  /// Ends every connection and the threads. Afterwards `start` may not be called again.
  void stop();

  /// Where a listener is bound, in the order given.
  std::uint16_t port(std::size_t listener = 0) const { return addresses_.at(listener).port(); }
  /// Dials every listener from inside and waits until its thread answers: HTTP/2 in plain text, a
  /// TLS handshake otherwise. It needs no certificate, counts in no limit and is not logged.
  /// ARG_MALFORMED says which one does not answer. Blocks; never on a thread of the server.
  Result<> probe(std::chrono::milliseconds within = std::chrono::seconds(2));

  /// Streams that are open now.
  std::size_t streams() const { return state_->streams; }
  /// Connections that are open now.
  std::size_t connections() const { return state_->admission.connections(); }
  /// Bytes of messages that are being received.
  std::size_t assembled_bytes() const { return state_->assembled_bytes; }

 private:
  std::vector<Listener> listeners_;
  std::shared_ptr<ServerState> state_;
  std::vector<Address> addresses_;
  std::vector<std::unique_ptr<IoThread>> threads_;
};

}  // namespace tradelane::shim::http2
