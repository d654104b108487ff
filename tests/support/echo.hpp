// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <atomic>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "chaincode/shim/http2/server.hpp"
#include "tests/support/tls.hpp"

/// A server that says everything back, for tests of the transport.
namespace tradelane::test {

namespace h2 = tradelane::shim::http2;

inline constexpr const char* echo_path = "/test.Echo/Both";

/// Sends every message back; "bye" ends the stream with a status and a text that needs escaping.
class Echo : public h2::StreamUser {
 public:
  explicit Echo(h2::Outlet& outlet) : outlet_(outlet) {}
  void received(Bytes message) override {
    if (message == "bye") return outlet_.finish(h2::Status::failed_precondition, "100% \n done");
    outlet_.send(std::move(message));
  }
  void half_closed() override { outlet_.finish(h2::Status::ok, ""); }
  void closed() override {}

 private:
  h2::Outlet& outlet_;
};

inline std::vector<h2::Listener> one(std::shared_ptr<h2::TlsSource> tls,
                                     h2::AcceptStream accept = {}) {
  return {{.tls = std::move(tls), .accept = std::move(accept)}};
}

/// An authority with a server and a client certificate of it.
struct TlsParty {
  std::string name = "ca";
  crypto::CertificateAuthority authority = make_authority(name);
  Pair server = issue_pair(authority, "server");
  Pair client = issue_pair(authority, "client");

  std::shared_ptr<h2::TlsSource> server_source(std::vector<std::string> allowed = {}) const {
    return *h2::TlsSource::from_pem(
        h2::TlsRole::server,
        {server.certificate, server.key, authority.certificate_pem(), std::move(allowed)});
  }
  std::shared_ptr<h2::TlsSource> client_source() const {
    return *h2::TlsSource::from_pem(
        h2::TlsRole::client, {client.certificate, client.key, authority.certificate_pem(), {}});
  }
};

/// Listens on a free port of loopback.
struct EchoServer {
  Log log{2, LogLevel::error};
  h2::Server server;
  explicit EchoServer(std::shared_ptr<h2::TlsSource> tls = nullptr, const h2::Limits& limits = {},
                      std::size_t threads = 1)
      : server(one(std::move(tls), [](h2::Outlet& outlet, const h2::Remote&,
                                      h2::Loop&) { return std::make_unique<Echo>(outlet); }),
               echo_path, limits, log, threads) {
    if (const auto started = server.start(); !started)
      throw std::runtime_error(started.error().detail);
  }
  std::uint16_t port() const { return server.port(); }
};

}  // namespace tradelane::test
