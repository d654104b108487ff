// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <memory>
#include <optional>
#include <string>

#include <doctest/doctest.h>

#include "tests/interop/java/puppet.hpp"
#include "tests/support/echo.hpp"
#include "tests/support/eventually.hpp"
#include "tests/support/recorded_stream.hpp"
#include "tests/support/temp_folder.hpp"

/// Connections between gRPC Java and our transport.
namespace tradelane::test {

inline constexpr const char* echo_method = "test.Echo/Both";  // as Java writes paths

/// An authority and a certificate of it, of one kind, that both ends use.
class Certificates {
 public:
  explicit Certificates(crypto::KeyKind kind = crypto::KeyKind::p256) : pair_(pair(kind)) {
    folder_.write("ca", authority_.certificate_pem());
    folder_.write("certificate", pair_.certificate);
    folder_.write("key", pair_.key);
  }
  std::shared_ptr<h2::TlsSource> ours(h2::TlsRole role,
                                      std::vector<std::string> allowed = {}) const {
    return *h2::TlsSource::from_pem(
        role, {pair_.certificate, pair_.key, authority_.certificate_pem(), std::move(allowed)});
  }
  /// Options for a request to Java. `provider`: OPENSSL, which is BoringSSL, or JDK.
  std::string java(const std::string& version, const std::string& provider = "OPENSSL") const {
    return " tls=" + version + " provider=" + provider + " folder=" + folder_.path().string();
  }
  /// What Java finds its part in: ca, certificate, key.
  const TempFolder& folder() const { return folder_; }

 private:
  Pair pair(crypto::KeyKind kind) const {
    const auto key = crypto::PrivateKey::generate(kind);
    return {.certificate = authority_.issue({.common_name = "end",
                                             .dns_names = {"localhost"},
                                             .ip_addresses = {"127.0.0.1"},
                                             .for_tls = true,
                                             .not_before = long_ago,
                                             .not_after = far_ahead},
                                            key.public_key()),
            .key = key.pem()};
  }
  crypto::CertificateAuthority authority_ = make_authority("ca");
  Pair pair_;
  TempFolder folder_;
};

/// Our server, which says everything back, and Java's channel `c` to it.
struct OurServer {
  Puppet& java = Puppet::afresh();
  EchoServer echo;

  explicit OurServer(const h2::Limits& limits = {}, std::shared_ptr<h2::TlsSource> tls = nullptr,
                     const std::string& how = "")
      : echo(std::move(tls), limits) {
    CHECK(java.ask("channel c " + std::to_string(echo.port()) + how) == "ok");
  }
  void open(const std::string& call, const std::string& how = "") {
    CHECK(java.ask("call " + call + " c " + echo_method + how) == "ok");
  }
};

/// Java's server `s`, and our client, which says everything back.
struct OurClient {
  Puppet& java;
  const std::uint16_t port;
  Log log{2, LogLevel::error};
  RecordedStream record;
  h2::IoThread thread;
  h2::Client client;

  explicit OurClient(const h2::Limits& limits = {}, std::shared_ptr<h2::TlsSource> tls = nullptr,
                     const std::string& how = "", std::optional<h2::Redial> redial = {},
                     Puppet& puppet = Puppet::afresh())
      : java(puppet),
        port(static_cast<std::uint16_t>(std::stoi(java.ask("server s 0" + how)))),
        client(
            thread, {.port = port, .path = echo_path, .tls = std::move(tls)}, limits, redial,
            [](h2::Outlet& outlet, const h2::Remote&, h2::Loop&) {
              return std::make_unique<Echo>(outlet);
            },
            record.ended(), log) {
    thread.start();
    client.start();
  }
  /// How the `count`th stream has ended.
  h2::Ending ending(std::size_t count = 1) {
    REQUIRE(record.wait([&] { return record.endings.size() >= count; }));
    return record.endings[count - 1];
  }
};

/// What Java says in this call, so many bytes in one message, comes back.
inline void check_echo(Puppet& java, const std::string& call, std::size_t bytes = 10) {
  CAPTURE(call);
  CHECK(java.ask("say " + call + " " + std::to_string(bytes)) == "ok");
  CHECK(java.ask("hear " + call) == "1 messages");
}

}  // namespace tradelane::test
