// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <memory>
#include <string>

#include <doctest/doctest.h>
#include <grpcpp/grpcpp.h>

#include "chaincode/crypto/certificate_authority.hpp"
#include "chaincode/devpeer/gateway_service.hpp"
#include "tests/chaincode/devpeer/peer_world.hpp"

namespace tradelane::test {

/// A certificate for localhost, for servers and clients alike.
struct LocalTls {
  const Timestamp from = *Timestamp::parse("2026-01-01T00:00:00Z");
  const Timestamp to = *Timestamp::parse("2046-01-01T00:00:00Z");
  crypto::CertificateAuthority authority = crypto::CertificateAuthority::create(
      {.common_name = "tlsca", .not_before = from, .not_after = to});
  std::string key, certificate;

  LocalTls() {
    const auto pair = crypto::PrivateKey::generate(crypto::KeyKind::p256);
    key = pair.pem();
    certificate = authority.issue({.common_name = "localhost",
                                   .dns_names = {"localhost"},
                                   .ip_addresses = {"127.0.0.1"},
                                   .for_tls = true,
                                   .not_before = from,
                                   .not_after = to},
                                  pair.public_key());
  }
};

/// A's peer over TLS.
struct ServedPeer {
  LocalTls tls;
  PeerWorld world;
  std::unique_ptr<devpeer::GatewayServer> server;

  /// It listens, and is not open yet.
  void start(devpeer::ClientAuthentication clients) {
    server = std::make_unique<devpeer::GatewayServer>(
        world.gateway("A"), world.deliver("A"),
        devpeer::GatewayListener{.certificate = tls.certificate,
                                 .key = tls.key,
                                 .client_roots = tls.authority.certificate_pem(),
                                 .clients = clients});
    REQUIRE(server->start().ok());
  }
  std::shared_ptr<grpc::Channel> channel(bool with_certificate) const {
    grpc::SslCredentialsOptions options;
    options.pem_root_certs = tls.authority.certificate_pem();
    if (with_certificate) {
      options.pem_private_key = tls.key;
      options.pem_cert_chain = tls.certificate;
    }
    return grpc::CreateChannel("localhost:" + std::to_string(server->port()),
                               grpc::SslCredentials(options));
  }
};

}  // namespace tradelane::test
