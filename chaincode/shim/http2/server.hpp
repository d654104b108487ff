// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <atomic>
#include <map>
#include <memory>
#include <string>
#include <thread>

#include "chaincode/base/log.hpp"
#include "chaincode/base/result.hpp"
#include "chaincode/shim/http2/connection.hpp"

namespace tradelane::shim::http2 {

struct Listener {
  std::string host = "127.0.0.1";  // an address, not a name
  std::uint16_t port = 0;          // 0: any free one
  /// Null is plain text, which is refused unless `host` is a loopback address.
  std::shared_ptr<SSL_CTX> tls = {};
  std::size_t connections = 256;
};

/// One listener and one thread that serves all its connections. `start`, `drain`, `stop` and the
/// destructor may be called from any thread, everything handed to it runs on its own.
class Server {
 public:
  Server(Listener listener, std::string path, const Limits& limits, AcceptStream accept, Log& log);
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  /// Binds and serves. ARG_MALFORMED says what cannot be listened on, in one sentence.
  Result<> start();
  /// Accepts no new connection and tells clients so; what is open goes on.
  void drain() { draining_ = true; }
  /// Ends every connection and the thread. Afterwards `start` may not be called again.
  void stop();

  std::uint16_t port() const { return port_; }
  /// Streams that are open now.
  std::size_t streams() const { return stream_count_; }

 private:
  void run(const std::atomic<bool>& stop);
  void accept_all();
  void serve(int fd, std::uint32_t events);
  void every_second();
  void watch(int fd, bool want_write) const;
  void drop(int fd);

  Listener listener_;
  std::string path_;
  Limits limits_;
  AcceptStream accept_;
  Log& log_;
  int listen_fd_ = -1;
  int epoll_fd_ = -1;
  int wake_fd_ = -1;
  std::uint16_t port_ = 0;
  std::map<int, std::unique_ptr<Connection>> connections_;
  std::atomic<bool> draining_ = false;
  std::atomic<bool> stopping_ = false;
  std::atomic<std::size_t> stream_count_ = 0;
  bool told_clients_ = false;
  std::thread thread_;
};

}  // namespace tradelane::shim::http2
