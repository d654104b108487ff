// SPDX-License-Identifier: Apache-2.0
#include "adapters/cli/doctor.hpp"

#include "adapters/cli/package.hpp"
#include "tests/adapters/cli/msp_files.hpp"
#include "tests/adapters/cli/paper.hpp"
#include "tests/adapters/cli/sample_metadata.hpp"
#include "tests/adapters/gateway/chaincode_server_double.hpp"

using namespace tradelane;
using Level = cli::Finding::Level;
using Words = std::vector<std::string>;

namespace {

bool has(const test::Ran& ran, const std::string& text) {
  CAPTURE(ran.out);
  CAPTURE(ran.err);
  return ran.out.find(text) != std::string::npos;
}

/// A package whose server is up on this machine, with mutual TLS.
struct Packed {
  test::TlsFiles tls = test::make_tls("localhost");
  test::TempFolder folder = {};
  Bytes file = {};
  std::string id = {};

  explicit Packed(const std::string& port) {
    file = cli::make_package("l_1", {.address = "localhost:" + port,
                                     .dial_timeout = "10s",
                                     .root_certificate = tls.roots,
                                     .client_certificate = tls.client_certificate,
                                     .client_key = tls.client_key});
    id = cli::package_id("l_1", file);
    folder.write("package", file);
    folder.write("server.pem", tls.server_certificate);
  }
};

}  // namespace

TEST_CASE("the clock: kept or not, and how far off it may be") {
  CHECK(cli::check_clock(true, 500).level == Level::ok);
  CHECK(cli::check_clock(true, 60'000'000).level == Level::ok);
  CHECK(cli::check_clock(true, 60'000'001).level == Level::error);
  CHECK(cli::check_clock(false, 0).level == Level::warning);
}

TEST_CASE("doctor without anything to look at says what to give") {
  const auto ran = test::run({"doctor"});
  CHECK(ran.status == 2);
  CHECK(ran.err.find("next: Give --msp") != std::string::npos);
}

TEST_CASE("doctor follows the line from MSP folder to chaincode") {
  const auto bank = test::person("BankHMSP");
  test::GatewayDouble peer(bank);
  peer.result = test::sample_metadata;
  const test::MspFiles files(bank, peer.address());
  const auto doctor = [&] { return test::run(test::with({"doctor"}, files.words())); };
  const auto well = doctor();
  CHECK(has(well, "ok       peer"));
  CHECK(has(well, "It answers BankHMSP on channel trade."));
  CHECK(has(well, "clock"));
  peer.on_evaluate = [](const auto&) {
    return test::failing(grpc::StatusCode::FAILED_PRECONDITION,
                         "no peers available to evaluate chaincode tradelane");
  };
  const auto ill = doctor();
  CHECK(ill.status == 6);
  CHECK(has(ill, "error    chaincode tradelane"));
  CHECK(has(ill, "fix: Nothing was written."));
  peer.on_evaluate = [](const auto&) {
    return test::failing(grpc::StatusCode::UNKNOWN, "chaincode response 500, no such function");
  };
  CHECK(has(doctor(), "and does not describe itself"));
}

TEST_CASE("doctor tells which setting of the peer is wrong") {
  const test::MspFiles files(test::person("BankHMSP"), "127.0.0.1:1");
  const auto away = test::run(test::with({"doctor"}, files.words()));
  CHECK(away.status == 6);
  CHECK(has(away, "Nobody can be reached at 127.0.0.1:1: Connection refused"));
  const auto no_port = test::run({"doctor", "--peer", "host", "--msp", files.folder.file("msp")});
  CHECK(has(no_port, "host is not a host and a port"));
  const auto no_id = test::run({"doctor", "--peer", "127.0.0.1:1", "--plaintext"});
  CHECK(has(no_id, "The MSP id is not known"));
}

TEST_CASE("doctor compares package, server certificate and the id that the server registers with") {
  const test::TlsFiles tls = test::make_tls("localhost");
  // The id is known only after the port: a first package finds out whether they differ.
  const test::ChaincodeServerDouble server(test::ChaincodeServerDouble::registers("l_1:abc"), &tls);
  Packed packed(server.port());
  CHECK(has(test::run({"doctor", "--package", packed.folder.file("package")}),
            "does not lead to the roots"));
  packed.tls = tls;
  packed.file = cli::make_package("l_1", {.address = "localhost:" + server.port(),
                                          .dial_timeout = "10s",
                                          .root_certificate = tls.roots,
                                          .client_certificate = tls.client_certificate,
                                          .client_key = tls.client_key});
  packed.folder.write("package", packed.file);
  const auto other = test::run({"doctor", "--package", packed.folder.file("package")});
  CHECK(other.status == 6);
  CHECK(
      has(other, "The server registers as l_1:abc, and peers that installed this package expect"));
  CHECK(has(other, "fix: Start the server with --package-id l_1:"));
}

TEST_CASE("doctor with connection.json alone, elsewhere, and offline") {
  const test::TlsFiles tls = test::make_tls("cc.example");
  const test::ChaincodeServerDouble server(test::ChaincodeServerDouble::registers("l_1:abc"), &tls);
  const test::TempFolder folder;
  folder.write("c.json", canonical(Json::Object{{"address", "cc.example:9999"},
                                                {"dial_timeout", "10s"},
                                                {"tls_required", true},
                                                {"client_auth_required", true},
                                                {"root_cert", tls.roots},
                                                {"client_cert", "{{.cert}}"},
                                                {"client_key", "{{.key}}"}}));
  folder.write("client.pem", tls.client_certificate);
  folder.write("client.key", tls.client_key);
  folder.write("server.pem", tls.server_certificate);
  const Words base{"doctor", "--connection", folder.file("c.json"), "--server-address",
                   server.address()};
  const Words pair{"--client-cert", folder.file("client.pem"), "--client-key",
                   folder.file("client.key")};
  const auto well =
      test::run(test::with(test::with(base, pair), {"--package-id", "l_1:abc", "--server-cert",
                                                    folder.file("server.pem")}));
  CHECK(has(well, "names cc.example"));
  CHECK(has(well, "Server and package have l_1:abc"));
  CHECK(well.status == 0);
  const auto no_pair = test::run(base);
  CHECK(no_pair.status == 6);
  CHECK(has(no_pair, "asks for a client certificate, and none is given"));
  const auto wrong_id = test::run(test::with(test::with(base, pair), {"--package-id", "l_1:x"}));
  CHECK(has(wrong_id, "registers as l_1:abc"));
  const auto machine = test::run(test::with(base, {"--output", "json"}));
  CHECK(test::json(machine.out).as_array() != nullptr);
}
