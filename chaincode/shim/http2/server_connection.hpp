// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <atomic>
#include <memory>
#include <string>

#include "chaincode/shim/http2/admission.hpp"
#include "chaincode/shim/http2/connection.hpp"

namespace tradelane::shim::http2 {

/// What the listeners and connections of a server share. Safe from any thread.
struct ServerState : Shared {
  ServerState(std::string method, const Limits& chosen, Log& sink)
      : Shared(chosen, sink), path(std::move(method)), admission(chosen) {}
  /// The one method that is served, such as `/protos.Chaincode/Connect`.
  const std::string path;
  Admission admission;
  std::atomic<bool> draining = false;
};

/// The server's end of one HTTP/2 connection. Used on its I/O thread. When it ends before it had a
/// stream, the log says why.
class ServerConnection : public Connection {
 public:
  ServerConnection(IoThread& thread, std::unique_ptr<Channel> channel, std::string address,
                   std::shared_ptr<ServerState> state, AcceptStream accept, Admission::Place place);
  ~ServerConnection() override;

  void tick() override;

  const std::string& path() const { return state_->path; }
  const AcceptStream& accept() const { return accept_; }

 private:
  std::unique_ptr<GrpcStream> accept_stream() override;

  std::shared_ptr<ServerState> state_;
  AcceptStream accept_;
  Admission::Place place_;
};

}  // namespace tradelane::shim::http2
