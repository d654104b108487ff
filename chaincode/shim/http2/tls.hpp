// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "chaincode/base/result.hpp"
#include "chaincode/base/time.hpp"

using SSL = struct ssl_st;
using SSL_CTX = struct ssl_ctx_st;
using X509 = struct x509_st;

namespace tradelane::shim::http2 {

/// Which end of a connection.
enum class TlsRole : std::uint8_t { server, client };

/// PEM contents, not paths.
struct TlsMaterial {
  std::string certificate_chain = {};
  std::string private_key = {};
  /// Of the certificates that the other end may show; without any, nobody can be met.
  std::string roots = {};
  /// Which clients may connect, of those whose certificate is of `roots`: hex SHA-256 of the
  /// certificate, colons allowed, or a DNS name in it. Empty: every one of them. Not for a client.
  std::vector<std::string> allowed_clients = {};
};

/// What connections are made with.
struct TlsContext {
  std::shared_ptr<SSL_CTX> context = {};
  /// Of our own certificate.
  Timestamp not_after = {};
};

/// A context for mutual TLS: 1.2 with ECDHE and AEAD only, or 1.3; a certificate required of both
/// ends and verified; ALPN "h2"; no session tickets, no resumption. Shared by all connections.
/// ARG_MALFORMED says which part cannot be used; an expired certificate is one of them.
Result<TlsContext> make_tls_context(TlsRole role, const TlsMaterial& material);

/// Lower-case hex SHA-256 of a certificate.
std::string fingerprint_of(const X509* certificate);

/// For the log, one line each. A peer tells its clients of a failed handshake only that time ran
/// out, so whoever runs the server must find the cause here.
struct HandshakeFailure {
  std::string why = {};
  std::string mend = {};
};

/// To be asked right after the call that failed, while OpenSSL still knows its errors; without any,
/// the other end has left in the middle.
HandshakeFailure explain_handshake(const SSL* connection);

}  // namespace tradelane::shim::http2
