// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <memory>
#include <string>

#include "chaincode/base/result.hpp"

namespace tradelane::gateway {

struct ConnectionOptions {
  /// `host:port` of the gateway peer.
  std::string address = {};
  /// PEM; the roots that the peer's TLS certificate is checked against. Never empty with TLS.
  std::string tls_roots = {};
  /// PEM; both or none. For peers that ask for mutual TLS.
  std::string client_certificate = {};
  std::string client_key = {};
  /// The name that the peer's certificate must bear, when it is not the host of `address`.
  std::string server_name = {};
  /// No TLS at all. Only to `localhost` or a loopback address.
  bool plaintext = false;
};

/// One connection to a gateway peer, made when first used, made again when lost, and shared by any
/// number of clients. Safe from any thread; copies share the connection.
class Connection {
 public:
  struct Impl;

  /// GW_CONFIG for settings that contradict each other. Nothing is sent yet.
  static Result<Connection> open(const ConnectionOptions& options);

  explicit Connection(std::shared_ptr<Impl> impl) : impl_(std::move(impl)) {}
  Impl& impl() const { return *impl_; }

 private:
  std::shared_ptr<Impl> impl_;
};

}  // namespace tradelane::gateway
