// SPDX-License-Identifier: Apache-2.0
// gRPC Java at the other end when connections are made, watched, drained and lost.
#include "tests/interop/java/link.hpp"

using namespace tradelane;
namespace h2 = tradelane::shim::http2;
using namespace std::chrono_literals;
using test::Certificates;
using test::OurClient;
using test::OurServer;

namespace {

constexpr const char* versions[] = {"TLSv1.2", "TLSv1.3"};
constexpr const char* providers[] = {"OPENSSL", "JDK"};

/// Certificates of one kind in both roles, with one of Java's implementations.
void check_both_roles(const Certificates& certificates, const char* version, const char* provider) {
  const auto check_talk = [](test::Puppet& java) {
    CHECK(java.ask("say x 0 100000 2000000") == "ok");
    CHECK(java.ask("hear x") == "3 messages");
    CHECK(java.ask("finish x") == "ok");
  };
  CAPTURE(version);
  CAPTURE(provider);
  const std::string how = certificates.java(version, provider);
  {
    OurServer ours({}, certificates.ours(h2::TlsRole::server), how);
    ours.open("x");
    check_talk(ours.java);
    CHECK(ours.java.ask("end x") == "OK");
  }
  OurClient ours({}, certificates.ours(h2::TlsRole::client), how);
  REQUIRE(ours.java.ask("take x") == "ok");
  check_talk(ours.java);
  CHECK(ours.ending().status == h2::Status::ok);
}

}  // namespace

TEST_CASE("java: mutual TLS of both versions, with both of its implementations, in both roles") {
  const Certificates certificates;
  for (const char* version : versions)
    for (const char* provider : providers) check_both_roles(certificates, version, provider);
}

TEST_CASE("java: certificates of every kind, in both roles") {
  struct Row {
    crypto::KeyKind kind;
    const char* provider;  // BoringSSL offers no Ed25519
  };
  const Row rows[] = {{crypto::KeyKind::p384, "OPENSSL"},
                      {crypto::KeyKind::rsa, "OPENSSL"},
                      {crypto::KeyKind::p384, "JDK"},
                      {crypto::KeyKind::rsa, "JDK"},
                      {crypto::KeyKind::ed25519, "JDK"}};
  for (const Row& row : rows) {
    CAPTURE(static_cast<int>(row.kind));
    const Certificates certificates(row.kind);
    for (const char* version : versions) check_both_roles(certificates, version, row.provider);
  }
}

TEST_CASE("java: a TLS link that cannot be is refused at either end, and explained at ours") {
  const Certificates ours;
  const Certificates strange;
  for (const char* version : versions) {
    CAPTURE(version);
    {
      OurServer server({}, ours.ours(h2::TlsRole::server), strange.java(version));
      server.open("x");
      CHECK(server.java.ask("end x").starts_with("UNAVAILABLE"));
      CHECK(server.echo.server.streams() == 0);
    }
    {
      OurServer server({}, ours.ours(h2::TlsRole::server, {"nobody.example"}), ours.java(version));
      server.open("x");
      CHECK(server.java.ask("end x").starts_with("UNAVAILABLE"));
    }
    {
      // Knows our authority and has nothing to show.
      const test::TempFolder folder;
      folder.write("ca", ours.folder().read("ca"));
      OurServer server({}, ours.ours(h2::TlsRole::server),
                       std::string(" tls=") + version + " folder=" + folder.path().string());
      server.open("x");
      CHECK(server.java.ask("end x").starts_with("UNAVAILABLE"));
    }
    OurClient client({}, strange.ours(h2::TlsRole::client), ours.java(version));
    const h2::Ending ending = client.ending();
    CHECK(ending.status == h2::Status::unavailable);
    CHECK(ending.message ==
          "the peer's certificate is refused: unable to get local issuer certificate");
    CHECK(ending.mend.find("the roots") != std::string::npos);
    CHECK_FALSE(ending.was_open);
  }
}

// Twenty seconds, both at once: gRPC asks every ten at most, and a second time only when the first
// was answered.
TEST_CASE("java: silent ends of ours are asked whether they are there, and answer") {
  OurServer server({}, nullptr, " ping=yes");
  OurClient client({}, nullptr, " ping=yes", {}, server.java);
  test::Puppet& java = server.java;
  server.open("up");
  CHECK(java.ask("take down") == "ok");
  for (const char* end : {"c", "s"}) {
    CAPTURE(end);
    CHECK(
        test::eventually([&] { return java.ask(std::string("pinged ") + end + " 2") == "true"; }));
  }
  for (const char* call : {"up", "down"}) test::check_echo(java, call);
}

TEST_CASE("java: a server that finds our pings too many says so, and we tell what to do") {
  // Until it is told otherwise it allows one in five minutes.
  OurClient ours({.ping_interval = 1ms, .ping_timeout = 10s});
  CHECK(ours.java.ask("take x") == "ok");
  const h2::Ending ending = ours.ending();
  CHECK(ending.status == h2::Status::unavailable);
  CHECK(ending.message == "the connection was lost, after ENHANCE_YOUR_CALM: too_many_pings");
  CHECK(ending.mend.find("peer.keepalive.minInterval") != std::string::npos);
}

TEST_CASE("java: our server drains: the call goes on, no other is begun, then it is all over") {
  OurServer ours;
  ours.open("x");
  test::check_echo(ours.java, "x");
  CHECK(ours.java.ask("state c") == "READY");
  ours.echo.server.drain();
  CHECK(test::eventually([&] { return ours.java.ask("state c") == "IDLE"; }));
  ours.open("y");
  CHECK(ours.java.ask("end y").starts_with("UNAVAILABLE"));
  test::check_echo(ours.java, "x", 3000000);
  CHECK(ours.java.ask("finish x") == "ok");
  CHECK(ours.java.ask("end x") == "OK");
  CHECK(test::eventually([&] { return ours.echo.server.connections() == 0; }));
}

TEST_CASE("java: its server shuts down: the call goes on to its end, and we dial again") {
  OurClient ours({}, nullptr, "", h2::Redial{.first = 1ms, .longest = 5ms});
  CHECK(ours.java.ask("take x") == "ok");
  CHECK(ours.java.ask("shutdown s") == "ok");
  CHECK(ours.java.ask("say x 10 3000000") == "ok");
  CHECK(ours.java.ask("hear x") == "2 messages");
  CHECK(ours.java.ask("finish x") == "ok");
  CHECK(ours.ending().status == h2::Status::ok);
  CHECK(ours.java.ask("gone s") == "true");
  CHECK(ours.java.ask("server t " + std::to_string(ours.port)) == std::to_string(ours.port));
  CHECK(ours.java.ask("take y") == "ok");
  test::check_echo(ours.java, "y");
}
