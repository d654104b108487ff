// SPDX-License-Identifier: Apache-2.0
#include "adapters/http/probe.hpp"

#include <doctest/doctest.h>
#include <signal.h>

#include "chaincode/crypto/certificate_chain.hpp"
#include "tests/adapters/gateway/chaincode_server_double.hpp"
#include "tests/adapters/http/tls_speaker.hpp"

using namespace tradelane;
using http::ProbeOptions;
using Stage = http::Probe::Stage;

namespace {

const protos::ChaincodeMessage first = test::ChaincodeServerDouble::registers("x");

ProbeOptions at(const std::string& port) {
  return {.host = "127.0.0.1", .port = port, .within = std::chrono::seconds(20)};
}

ProbeOptions shown(ProbeOptions options, const test::TlsFiles& tls) {
  options.certificate = tls.client_certificate;
  options.key = tls.client_key;
  return options;
}

/// While it lives the signal does what it does by default.
class DefaultSignal {
 public:
  explicit DefaultSignal(int signal) : signal_(signal), before_(::signal(signal, SIG_DFL)) {}
  ~DefaultSignal() { ::signal(signal_, before_); }
  DefaultSignal(const DefaultSignal&) = delete;
  DefaultSignal& operator=(const DefaultSignal&) = delete;

 private:
  const int signal_;
  void (*const before_)(int);
};

}  // namespace

TEST_CASE("a server that takes us, and what it showed") {
  const auto tls = test::make_tls("cc.example");
  const test::ChaincodeServerDouble server(first, &tls);
  const auto seen = http::probe(shown(at(server.port()), tls));
  INFO(seen.reason);
  CHECK(seen.stage == Stage::done);
  CHECK(seen.reason.empty());
  CHECK(seen.asks_for_certificate);
  CHECK(seen.protocol == "TLSv1.3");
  // It may show its authority as well.
  REQUIRE_FALSE(crypto::certificates_in(seen.chain).empty());
  CHECK(crypto::certificates_in(seen.chain).front() ==
        crypto::certificates_in(tls.server_certificate).front());
}

TEST_CASE("one that refuses our certificate, or misses it, does so after the handshake") {
  const auto tls = test::make_tls("cc.example");
  const test::ChaincodeServerDouble server(first, &tls);
  // A write behind the refusal must not end the process.
  const DefaultSignal deadly(SIGPIPE);
  const auto stranger = http::probe(shown(at(server.port()), test::make_tls("cc.example")));
  CHECK(stranger.stage == Stage::admission);
  CHECK(stranger.asks_for_certificate);
  CHECK_FALSE(stranger.reason.empty());
  CHECK_FALSE(stranger.chain.empty());
  const auto nobody = http::probe(at(server.port()));
  CHECK(nobody.stage == Stage::admission);
  CHECK(nobody.asks_for_certificate);
}

TEST_CASE("one that takes us and speaks something else is not taken for a server of HTTP/2") {
  const auto tls = test::make_tls("cc.example");
  const auto stage_of = [&](const std::string& answer) {
    const test::TlsSpeaker server(tls, answer);
    const auto seen = http::probe(shown(at(server.port()), tls));
    CAPTURE(seen.reason);
    CHECK((seen.stage == Stage::done) == seen.reason.empty());
    return seen.stage;
  };
  const auto frame = [](const char(&bytes)[10]) { return std::string(bytes, 9); };
  CHECK(stage_of("HTTP/1.1 400 Bad Request\r\n\r\n") == Stage::protocol);
  CHECK(stage_of(frame("\0\0\0\4\0\0\0\0\0")) == Stage::done);
  CHECK(stage_of(frame("\0\0\6\4\0\0\0\0\0") + std::string("\0\3\0\0\0\1", 6)) == Stage::done);
  // An acknowledgement, GOAWAY, SETTINGS on a stream, half a frame, nothing.
  CHECK(stage_of(frame("\0\0\0\4\1\0\0\0\0")) == Stage::protocol);
  CHECK(stage_of(frame("\0\0\x8\7\0\0\0\0\0")) == Stage::protocol);
  CHECK(stage_of(frame("\0\0\0\4\0\0\0\0\1")) == Stage::protocol);
  CHECK(stage_of("\1") == Stage::protocol);
  CHECK(stage_of("") == Stage::admission);
}

TEST_CASE("a server is asked for a name, never for an address") {
  const auto tls = test::make_tls("cc.example");
  const auto asked = [&](const std::string& host, const std::string& name) {
    test::TlsSpeaker server(tls, "");
    ProbeOptions options = shown(at(server.port()), tls);
    options.host = host;
    options.server_name = name;
    http::probe(options);
    return server.asked_for();
  };
  CHECK(asked("127.0.0.1", "cc.example") == "cc.example");
  CHECK(asked("localhost", "") == "localhost");
  for (const char* address : {"", "127.0.0.1", "::1", "fe80::1%eth0"}) {
    CAPTURE(address);
    CHECK(asked("127.0.0.1", address) == "");
  }
}

TEST_CASE("one that speaks no TLS, nobody there, and a name that is none") {
  const test::ChaincodeServerDouble plain(first);
  const auto no_tls = http::probe(at(plain.port()));
  CHECK(no_tls.stage == Stage::handshake);
  CHECK_FALSE(no_tls.reason.empty());
  ProbeOptions without = at(plain.port());
  without.plaintext = true;
  CHECK(http::probe(without).stage == Stage::done);
  const auto nobody = http::probe(at("1"));
  CHECK(nobody.stage == Stage::connection);
  CHECK(nobody.reason == "Connection refused");
  ProbeOptions nowhere = at("1");
  nowhere.host = "no such name";
  CHECK(http::probe(nowhere).stage == Stage::name);
}

TEST_CASE("a pair that does not belong together is told before anything is sent") {
  const auto tls = test::make_tls("cc.example");
  const test::ChaincodeServerDouble server(first, &tls);
  ProbeOptions options = shown(at(server.port()), tls);
  options.key = tls.server_key;
  const auto seen = http::probe(options);
  CHECK(seen.stage == Stage::handshake);
  CHECK(seen.reason == "our certificate and key do not belong together");
}
