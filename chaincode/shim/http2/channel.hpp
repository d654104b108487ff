// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "chaincode/base/bytes.hpp"
#include "chaincode/shim/http2/tls.hpp"

namespace tradelane::shim::http2 {

/// A non-blocking socket, plain or under TLS, seen as bytes in and bytes out. Reads all there is,
/// and writes once per call of `flush`. Used on one thread; closes its descriptor.
class Channel {
 public:
  /// Takes over `fd`. Plain text when `context` is null.
  Channel(int fd, SSL_CTX* context);
  ~Channel();
  Channel(const Channel&) = delete;
  Channel& operator=(const Channel&) = delete;

  enum class State : std::uint8_t { open, closed };

  /// Appends what the other end has sent, at most about a megabyte a call, to `into`.
  State read(Bytes& into);
  /// Queues bytes for the other end.
  void write(std::string_view bytes);
  /// Sends what is queued as far as the socket takes it.
  State flush();

  bool has_pending_output() const { return !output_.empty(); }
  std::size_t pending_output() const { return output_.size(); }
  /// The TLS handshake is done, or there is none to do.
  bool is_established() const;
  /// Absent while nothing has gone wrong, and when the other end has gone without a word of TLS.
  const std::optional<HandshakeFailure>& handshake_failure() const { return handshake_failure_; }
  /// Hex SHA-256 of the other end's certificate, "" when it has none.
  std::string fingerprint() const;
  int fd() const { return fd_; }

 private:
  bool decrypt(Bytes& into);
  void note_broken_handshake();
  void encrypt_pending();
  void collect_ciphertext();

  int fd_;
  std::unique_ptr<SSL, void (*)(SSL*)> tls_;
  std::optional<HandshakeFailure> handshake_failure_;
  Bytes plain_;   // waits for the handshake
  Bytes output_;  // for the socket
};

}  // namespace tradelane::shim::http2
