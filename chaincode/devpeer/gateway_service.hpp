// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <memory>
#include <string>

#include "chaincode/base/result.hpp"
#include "chaincode/devpeer/deliver.hpp"
#include "chaincode/devpeer/gateway.hpp"

namespace tradelane::devpeer {

enum class ClientAuthentication : std::uint8_t { none, optional, required };

/// Where one organisation's gateway listens. Everything in PEM; loopback only.
struct GatewayListener {
  std::uint16_t port = 0;  // 0: any free one
  std::string certificate = {};
  std::string key = {};
  /// Authorities of client certificates.
  std::string client_roots = {};
  ClientAuthentication clients = ClientAuthentication::optional;
};

/// Serves gateway.Gateway and protos.Deliver over TLS on 127.0.0.1. Its functions may be called
/// from any thread.
class GatewayServer {
 public:
  /// Calls beyond this many at once are refused in Fabric's words.
  static constexpr int call_limit = 500;

  /// Both services of one organisation's peer; they outlive the server.
  GatewayServer(Gateway& gateway, Deliver& deliver, GatewayListener listener);
  ~GatewayServer();
  GatewayServer(const GatewayServer&) = delete;
  GatewayServer& operator=(const GatewayServer&) = delete;

  /// ARG_MALFORMED when it cannot listen. Calls are answered UNAVAILABLE until `open`.
  Result<> start();
  void open();
  std::uint16_t port() const;
  /// Refuses calls from now on and ends those that wait for a block; does not block itself.
  void end_calls();
  /// `end_calls`, and waits until they have ended: those that still run a chaincode take as long as
  /// it does.
  void stop();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace tradelane::devpeer
