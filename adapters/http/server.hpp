// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "adapters/http/message.hpp"
#include "chaincode/base/log.hpp"
#include "chaincode/base/result.hpp"

/// The inbound side of HTTP: HTTP/1.1 with or without TLS, strict about what it reads.
namespace tradelane::http {

/// Source: reliability.md 3.4. Each is answered in words (problem+json) where an answer can still
/// be read; what is compressed is refused.
struct Limits {
  std::size_t header_bytes = 8 * 1024;   // with the request line; 431
  std::size_t body_bytes = 1024 * 1024;  // 413
  /// What is held of a request besides its body: extensions of chunks end here; 400.
  std::size_t buffer_bytes = 64 * 1024;
  /// From the first byte to the end of the header (408), and for a silent connection (closed).
  std::chrono::milliseconds header_read = std::chrono::seconds(5);
  /// From the first byte to the end of the body (408), and for taking the answer.
  std::chrono::milliseconds request = std::chrono::seconds(15);
  std::size_t keep_alive_requests = 100;     // then the connection is closed
  std::size_t connections = 256;             // 503; with TLS just closed
  std::size_t connections_per_address = 16;  // 429; with TLS just closed
  std::size_t waiting_requests = 64;         // for a worker; 503
};

/// PEM texts.
struct Tls {
  std::string certificate = {};  // the chain
  std::string key = {};
  /// Set: clients must show a certificate of one of these authorities.
  std::string client_roots = {};
};

struct ServerOptions {
  /// An address. Without TLS only a loopback one.
  std::string host = "127.0.0.1";
  /// 0 takes any free one.
  std::uint16_t port = 0;
  std::optional<Tls> tls = {};
  /// How many handlers run at once.
  std::size_t workers = 16;
  Limits limits = {};
};

/// Serves `handler`. Sockets are worked on one thread, handlers on `workers` others. A handler that
/// throws is answered with 500 and nothing of its text, which goes to the log. Its functions are
/// called from one thread.
class Server {
 public:
  struct Impl;

  /// `log` outlives the server.
  Server(ServerOptions options, Handler handler, Log& log);
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  /// ARG_MALFORMED says in one sentence what cannot be listened on, or which PEM text is wrong.
  Result<> start();
  std::uint16_t port() const;

  /// Takes no new request, and returns when every request that was begun has its answer.
  void stop();

 private:
  std::unique_ptr<Impl> impl_;
};

}  // namespace tradelane::http
