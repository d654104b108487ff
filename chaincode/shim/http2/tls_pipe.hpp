// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include <sys/types.h>

#include "chaincode/base/bytes.hpp"
#include "chaincode/shim/http2/tls.hpp"

namespace tradelane::shim::http2 {

/// One TLS connection without a socket: bytes of the wire in, plain bytes out, and the other way.
/// OpenSSL reads from the very buffer that was received into, and appends its records to the one
/// that will be sent. Used on one thread.
class TlsPipe {
 public:
  /// Which end this is. A client checks that the server's certificate bears `server_name`.
  static TlsPipe server(SSL_CTX* context) { return TlsPipe(context, nullptr); }
  static TlsPipe client(SSL_CTX* context, const std::string& server_name) {
    return TlsPipe(context, &server_name);
  }
  ~TlsPipe();
  TlsPipe(TlsPipe&& other) noexcept;
  TlsPipe& operator=(TlsPipe&&) = delete;

  struct Read {
    std::size_t size = 0;  // of what has been decrypted
    bool is_over = false;  // by an error or by the other end's wish
  };
  /// Takes in all of `received`, and decrypts what is complete to `into`, which must have room for
  /// it and one record more. What has to be answered is appended to `answers`.
  Read receive(std::string_view received, char* into, std::size_t room, Bytes& answers);

  /// A client speaks first; a server has nothing to say yet.
  void begin(Bytes& records);
  /// Appends the records for `plain` to `records`. False when the connection is broken.
  bool send(std::string_view plain, Bytes& records);
  /// Says farewell, so that the other end knows that nothing was cut off.
  void close(Bytes& records);

  bool is_established() const;
  /// Nothing has been heard yet.
  bool is_untouched() const;
  /// Both ends have chosen HTTP/2.
  bool speaks_http2() const;
  /// Hex SHA-256 of the other end's certificate, "" when it has none.
  std::string fingerprint() const;
  /// Absent while nothing has gone wrong.
  const std::optional<HandshakeFailure>& failure() const { return failure_; }
  /// The other end has gone in the middle of the handshake. Some clients, gRPC's own among them, do
  /// not say what they have against a certificate: they go.
  void note_broken();

 private:
  struct Wire;

  TlsPipe(SSL_CTX* context, const std::string* server_name);

  std::unique_ptr<Wire> wire_;
  std::unique_ptr<SSL, void (*)(SSL*)> tls_;
  std::optional<HandshakeFailure> failure_;
};

}  // namespace tradelane::shim::http2
