// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>

#include <openssl/ssl.h>

/// How the load driver reaches a server: one stream of messages per link. Used on one thread.
namespace tradelane::bench {

/// The run is worth nothing: the server is gone, or has said what it must not say.
struct RunFailed : std::runtime_error {
  using std::runtime_error::runtime_error;
};

class Link {
 public:
  using Receive = std::function<void(std::string_view message)>;

  virtual ~Link() = default;
  /// Queues one message; it leaves with the next `flush`.
  virtual void send(std::string_view message) = 0;
  /// Reads all there is and hands over each message. Throws `RunFailed` when the stream ends.
  virtual void read(const Receive& receive) = 0;
  /// Writes what is queued, at once as far as the socket takes it.
  virtual void flush() = 0;
  virtual bool wants_write() const = 0;
  virtual int fd() const = 0;
};

/// PEM contents of the client's side of mutual TLS; empty `roots` is plain text.
struct LinkTls {
  std::string certificate = {};
  std::string key = {};
  std::string roots = {};
};

/// gRPC's wire format over HTTP/2 made by hand: one DATA frame per message, as a peer sends them.
/// Waits for the server at most ten seconds. Throws `RunFailed`.
std::unique_ptr<Link> dial_grpc(std::uint16_t port, const LinkTls& tls);

/// Four bytes of length in network order, the message; for the floor without any protocol.
std::unique_ptr<Link> dial_socket(std::uint16_t port);

}  // namespace tradelane::bench
