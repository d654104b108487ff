// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "chaincode/base/bytes.hpp"
#include "chaincode/shim/http2/io_thread.hpp"
#include "chaincode/shim/http2/tls_pipe.hpp"

namespace tradelane::shim::http2 {

/// A descriptor that is closed with its owner.
class Descriptor {
 public:
  explicit Descriptor(int fd = -1) : fd_(fd) {}
  ~Descriptor() { reset(); }
  Descriptor(Descriptor&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  Descriptor& operator=(Descriptor&& other) noexcept {
    reset(std::exchange(other.fd_, -1));
    return *this;
  }
  void reset(int fd = -1);
  int get() const { return fd_; }
  explicit operator bool() const { return fd_ >= 0; }

 private:
  int fd_;
};

/// A non-blocking socket, plain or under TLS, seen as bytes in and bytes out. Writes only in
/// `flush`. Used on one thread.
class Channel {
 public:
  /// Plain text when there is no `tls`. What is read stays in `buffers` until the next read.
  Channel(Descriptor socket, std::optional<TlsPipe> tls, IoThread::Buffers& buffers);
  ~Channel();
  Channel(const Channel&) = delete;
  Channel& operator=(const Channel&) = delete;

  enum class State : std::uint8_t { more, drained, closed };
  struct Read {
    std::string_view bytes;
    State state = State::drained;
  };
  /// What one system call brings. `drained`: there is nothing more for now.
  Read read();

  /// Queues bytes for the other end.
  void write(std::string_view bytes) { (tls_ ? plain_ : output_).append(bytes); }
  /// Sends what is queued as far as the socket takes it; false when the connection is broken.
  bool flush();

  /// Queued, or on its way into the socket.
  std::size_t pending_output() const { return plain_.size() + output_.size() - sent_; }
  /// The socket takes no more for now.
  bool is_blocked() const { return sent_ < output_.size(); }
  /// The TLS handshake is done, or there is none to do.
  bool is_established() const { return !tls_ || tls_->is_established(); }
  /// Without TLS there is nothing to agree on: an end that speaks otherwise is found out at once.
  bool speaks_http2() const { return !tls_ || tls_->speaks_http2(); }
  /// Absent while nothing has gone wrong, and when the other end has gone without a word of TLS.
  std::optional<HandshakeFailure> handshake_failure() const;
  /// Hex SHA-256 of the other end's certificate, "" without TLS.
  std::string fingerprint() const { return tls_ ? tls_->fingerprint() : ""; }
  /// What the system said when the connection was lost, "" when the other end has closed it.
  const std::string& why_lost() const { return why_lost_; }
  int fd() const { return socket_.get(); }

 private:
  Read received(std::string_view bytes);

  Descriptor socket_;
  std::optional<TlsPipe> tls_;
  IoThread::Buffers& buffers_;
  Bytes plain_;   // waits to be encrypted
  Bytes output_;  // for the socket
  std::size_t sent_ = 0;
  std::string why_lost_;
};

}  // namespace tradelane::shim::http2
