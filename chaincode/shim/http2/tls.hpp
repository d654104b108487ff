// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <memory>
#include <string>

#include "chaincode/base/result.hpp"

using SSL = struct ssl_st;
using SSL_CTX = struct ssl_ctx_st;

namespace tradelane::shim::http2 {

/// PEM contents, not paths.
struct TlsMaterial {
  std::string certificate_chain = {};
  std::string private_key = {};
  /// Roots of the clients that may connect; without any, no client can.
  std::string client_roots = {};
};

/// A server context for mutual TLS: 1.2 or newer, a client certificate required and verified, ALPN
/// "h2", no session tickets. Shared by all connections. ARG_MALFORMED says which part cannot be
/// used; an expired certificate is one of them.
Result<std::shared_ptr<SSL_CTX>> make_server_context(const TlsMaterial& material);

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
