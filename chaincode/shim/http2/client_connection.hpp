// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "chaincode/shim/http2/client.hpp"
#include "chaincode/shim/http2/connection.hpp"

namespace tradelane::shim::http2 {

/// The client's end of one HTTP/2 connection, with one stream that is opened as soon as the server
/// has greeted. Used on its I/O thread.
class ClientConnection : public Connection {
 public:
  /// The request that is made.
  struct Call {
    std::string path = {};
    std::string authority = {};
    bool is_tls = false;
    AcceptStream accept = {};
  };

  /// `ended` is called from the destructor, last.
  ClientConnection(IoThread& thread, std::unique_ptr<Channel> channel, std::string address,
                   std::shared_ptr<Shared> shared, Call call, Client::Ended ended);
  ~ClientConnection() override;

  const Call& call() const { return call_; }
  void stream_ended(Ending ending);
  /// Ends the connection in this wake-up.
  void end() { give_up("ended by this side"); }

 private:
  std::unique_ptr<GrpcStream> accept_stream() override { return nullptr; }
  void greeted() override;
  /// What the server itself said is the better reason for a lost connection.
  void add_farewell(Ending& last) const;

  Call call_;
  Client::Ended ended_;
  std::optional<Ending> ending_;
};

}  // namespace tradelane::shim::http2
