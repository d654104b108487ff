// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <chrono>
#include <map>
#include <memory>
#include <string>

#include "chaincode/shim/http2/channel.hpp"
#include "chaincode/shim/http2/stream.hpp"

using nghttp2_session = struct nghttp2_session;

namespace tradelane::shim::http2 {

struct Limits {
  std::size_t message_bytes = 100 * 1024 * 1024;
  std::size_t header_bytes = 8 * 1024;           // all header fields of one request
  std::size_t queued_bytes = 128 * 1024 * 1024;  // towards a client that does not read
  std::uint32_t streams = 2;                     // at once on one connection
  std::chrono::seconds handshake{5};
  std::chrono::seconds first_stream{15};   // a connection without any stream is closed then
  std::chrono::seconds ping_interval{60};  // to a silent client
  std::chrono::seconds ping_timeout{20};
};

/// One HTTP/2 connection that speaks gRPC for one method. Used on one thread.
class Connection {
 public:
  using Clock = std::chrono::steady_clock;

  /// `path` is the one method that is served, such as `/protos.Chaincode/Connect`.
  Connection(std::unique_ptr<Channel> channel, std::string address, std::string path,
             const Limits& limits, AcceptStream accept);
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  enum class State : std::uint8_t { open, closed };

  /// The socket has bytes. Everything is read and handled before anything is written.
  State readable(Clock::time_point now);
  /// Sends what waits; also to be called after a stream was used from outside a callback.
  State flush();
  /// Deadlines and pings; about once a second.
  State tick(Clock::time_point now);
  /// Tells the client to use another connection from now on; streams go on.
  void go_away();

  bool wants_write() const { return channel_->has_pending_output(); }
  bool has_streams() const { return !streams_.empty(); }
  int fd() const { return channel_->fd(); }
  const Remote& remote() const { return remote_; }
  const std::optional<HandshakeFailure>& handshake_failure() const {
    return channel_->handshake_failure();
  }

 private:
  class Stream;
  friend struct Callbacks;

  State process();
  void open_stream(std::int32_t id);
  void close_stream(std::int32_t id);

  std::unique_ptr<Channel> channel_;
  Remote remote_;
  std::string path_;
  Limits limits_;
  AcceptStream accept_;
  nghttp2_session* session_ = nullptr;
  std::map<std::int32_t, std::unique_ptr<Stream>> streams_;
  Clock::time_point since_ = Clock::now();
  Clock::time_point heard_ = since_;
  bool pinged_ = false;
  bool had_stream_ = false;
  bool broken_ = false;
};

}  // namespace tradelane::shim::http2
