// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <chrono>
#include <cstdint>
#include <string>

/// Looks at a TLS server the way a peer or a client of Fabric would meet it, and tells how far it
/// got: for tools that explain, where a client would only say that it is not connected.
namespace tradelane::http {

struct ProbeOptions {
  std::string host = {};
  std::string port = {};
  /// What SNI says; `host` when empty.
  std::string server_name = {};
  /// PEM; both or none.
  std::string certificate = {};
  std::string key = {};
  /// Without TLS: only whether somebody listens.
  bool plaintext = false;
  /// For the whole of it.
  std::chrono::milliseconds within = std::chrono::seconds(5);
};

struct Probe {
  /// The last thing that was tried. `protocol`: it has taken us and says something, not HTTP/2.
  /// `done`: it has taken us and speaks HTTP/2; without TLS, it takes connections.
  enum class Stage : std::uint8_t { name, connection, handshake, admission, protocol, done };

  Stage stage = Stage::name;
  /// Why it went no further; one line. "" at `done`.
  std::string reason = {};
  /// What the server showed, leaf first, in PEM; "" before the handshake.
  std::string chain = {};
  /// `TLSv1.3`; "" before the handshake.
  std::string protocol = {};
  /// It asked us for a certificate.
  bool asks_for_certificate = false;
};

/// Connects, shakes hands without judging the server's certificate, and says a word of HTTP/2 so
/// that a server that refuses our certificate has the occasion to. Sends nothing else.
Probe probe(const ProbeOptions& options);

}  // namespace tradelane::http
