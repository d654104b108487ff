// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "chaincode/base/result.hpp"
#include "chaincode/shim/http2/server_connection.hpp"
#include "chaincode/shim/http2/tls_source.hpp"

namespace tradelane::shim::http2 {

/// Where clients are waited for, and what for.
struct Listener {
  std::string host = "127.0.0.1";  // an address, not a name
  std::uint16_t port = 0;          // 0: any free one
  /// Null is plain text, which is refused unless `host` is a loopback address.
  std::shared_ptr<TlsSource> tls = {};
  /// Called on the thread of the new connection, on several at once when the server has several.
  AcceptStream accept = {};
};

/// A socket bound as `listener` says. ARG_MALFORMED says what cannot be listened on, in one
/// sentence.
Result<Descriptor> bind_to(const Listener& listener);

/// Takes the connections of one listener and hands them to the I/O threads in turn. When the
/// process is out of descriptors, what waits is turned away instead of waiting for ever. Used on
/// its thread.
class Acceptor : public Pollable {
 public:
  /// `threads` outlive the acceptor; `thread` is one of them.
  Acceptor(IoThread& thread, Descriptor socket, Listener listener,
           std::shared_ptr<ServerState> state,
           const std::vector<std::unique_ptr<IoThread>>& threads);

  int fd() const override { return socket_.get(); }
  void ready(std::uint32_t events) override;
  void tick() override;

 private:
  bool accept_one();
  void turn_one_away();
  void serve(Descriptor socket, const Address& from, Admission::Place place);

  Descriptor socket_;
  Descriptor reserve_;
  Listener listener_;
  std::shared_ptr<ServerState> state_;
  const std::vector<std::unique_ptr<IoThread>>& threads_;
  std::size_t next_thread_ = 0;
  bool said_out_ = false;
};

}  // namespace tradelane::shim::http2
