// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <memory>
#include <string>

#include <doctest/doctest.h>
#include <grpcpp/grpcpp.h>

#include "chaincode/devpeer/gateway_service.hpp"
#include "tests/chaincode/devpeer/peer_world.hpp"
#include "tests/support/tls.hpp"

namespace tradelane::test {

/// A's peer over TLS.
struct ServedPeer {
  const crypto::CertificateAuthority tls_authority = make_authority("tlsca");
  /// For localhost: the peer's and its clients' alike.
  const Pair tls = issue_pair(tls_authority, "localhost");
  PeerWorld world;
  std::unique_ptr<devpeer::GatewayServer> server;

  /// It listens, and is not open yet.
  void start(devpeer::ClientAuthentication clients) {
    server = std::make_unique<devpeer::GatewayServer>(
        world.gateway("A"), world.deliver("A"),
        devpeer::GatewayListener{.certificate = tls.certificate,
                                 .key = tls.key,
                                 .client_roots = tls_authority.certificate_pem(),
                                 .clients = clients});
    REQUIRE(server->start().ok());
  }
  std::shared_ptr<grpc::Channel> channel(bool with_certificate) const {
    grpc::SslCredentialsOptions options;
    options.pem_root_certs = tls_authority.certificate_pem();
    if (with_certificate) {
      options.pem_private_key = tls.key;
      options.pem_cert_chain = tls.certificate;
    }
    return grpc::CreateChannel("localhost:" + std::to_string(server->port()),
                               grpc::SslCredentials(options));
  }
};

}  // namespace tradelane::test
