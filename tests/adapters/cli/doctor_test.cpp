// SPDX-License-Identifier: Apache-2.0
#include "adapters/cli/doctor.hpp"

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include "adapters/cli/package.hpp"
#include "tests/adapters/cli/msp_files.hpp"
#include "tests/adapters/cli/paper.hpp"
#include "tests/adapters/cli/sample_metadata.hpp"
#include "tests/adapters/gateway/chaincode_server_double.hpp"
#include "tests/support/tls.hpp"

using namespace tradelane;
using Level = cli::Finding::Level;
using Words = std::vector<std::string>;

namespace {

/// What was printed and is not what `text` expects is shown with the failure.
void check_has(const test::Ran& ran, const std::string& text) {
  CAPTURE(ran.out);
  CAPTURE(ran.err);
  CHECK(ran.out.find(text) != std::string::npos);
}

/// How often it was found: `error`, `ok`; of what it looked at, when that is given.
std::size_t count(const test::Ran& ran, const std::string& level, const std::string& about = "") {
  std::istringstream lines(ran.out);
  std::size_t out = 0;
  for (std::string line; std::getline(lines, line);)
    if (line.starts_with(level) && line.find(about) != std::string::npos) ++out;
  return out;
}

/// A package for the server at `port` of this machine, with mutual TLS.
Bytes pack(const test::TlsFiles& tls, const std::string& port) {
  return cli::make_package("l_1", {.address = "localhost:" + port,
                                   .dial_timeout = "10s",
                                   .root_certificate = tls.roots,
                                   .client_certificate = tls.client_certificate,
                                   .client_key = tls.client_key});
}

/// connection.json of the server at `address`, whose client certificate each peer fills in.
std::string connection(const test::TlsFiles& tls, const std::string& address) {
  return canonical(Json::Object{{"address", address},
                                {"dial_timeout", "10s"},
                                {"tls_required", true},
                                {"client_auth_required", true},
                                {"root_cert", tls.roots},
                                {"client_cert", "{{.cert}}"},
                                {"client_key", "{{.key}}"}});
}

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

TEST_CASE("doctor refuses what it would leave aside") {
  for (const char* option : {"--server-cert", "--server-address", "--package-id"}) {
    CAPTURE(option);
    const auto ran = test::run({"doctor", "--msp", "m", option, "x"});
    CHECK(ran.status == 2);
    CHECK(ran.err.find(std::string(option) + " is about a chaincode server") != std::string::npos);
  }
  CHECK(test::run({"doctor", "--msp", "m", "--client-cert", "c", "--client-key", "k"}).status == 2);
  CHECK(test::run({"doctor", "--package", "p", "--client-cert", "c"}).status == 2);
  CHECK(test::run({"doctor", "--package", "p", "--connection", "c"}).status == 2);
}

TEST_CASE("doctor follows the line from MSP folder to chaincode") {
  const auto bank = test::person("BankHMSP");
  test::GatewayDouble peer(bank);
  peer.result = test::sample_metadata;
  const test::MspFiles files(bank, peer.address());
  const auto doctor = [&] { return test::run(test::with({"doctor"}, files.words())); };
  const auto well = doctor();
  check_has(well, "takes connections, without TLS");
  check_has(well, "It answers BankHMSP on channel trade.");
  CHECK(count(well, "ok", "peer") == 1);
  CHECK(count(well, "", "clock  ") == 1);
  // Of the clock of this machine nothing is known here.
  CHECK(count(well, "error") == count(well, "error", "clock  "));
  peer.on_evaluate = [](const auto&) {
    return test::failing(grpc::StatusCode::FAILED_PRECONDITION,
                         "no peers available to evaluate chaincode tradelane");
  };
  const auto ill = doctor();
  CHECK(ill.status == 6);
  check_has(ill, "error    chaincode tradelane");
  check_has(ill, "fix: Nothing was written.");
  peer.on_evaluate = [](const auto&) {
    return test::failing(grpc::StatusCode::UNKNOWN, "chaincode response 500, no such function");
  };
  check_has(doctor(), "and does not describe itself");
}

TEST_CASE("doctor tells which setting of the peer is wrong") {
  const test::MspFiles files(test::person("BankHMSP"), "127.0.0.1:1");
  const auto away = test::run(test::with({"doctor"}, files.words()));
  CHECK(away.status == 6);
  check_has(away, "Nobody can be reached at 127.0.0.1:1: Connection refused");
  const auto no_port = test::run({"doctor", "--peer", "host", "--msp", files.folder.file("msp")});
  CHECK(no_port.status == 6);
  check_has(no_port, "host is not a host and a port");
  const auto no_id = test::run({"doctor", "--peer", "127.0.0.1:1", "--plaintext"});
  CHECK(no_id.status == 6);
  check_has(no_id, "The MSP id is not known");
  const auto half = test::run(
      {"doctor", "--peer", "h:1", "--tls-key", files.folder.file("msp/keystore/priv_sk")});
  CHECK(half.status == 6);
  check_has(half, "A TLS client certificate and its key go together");
}

TEST_CASE("doctor takes addresses of IPv6, in brackets") {
  const auto away = test::run({"doctor", "--peer", "[::1]:1", "--plaintext"});
  check_has(away, "Nobody can be reached at [::1]:1: ");
  const auto bare = test::run({"doctor", "--peer", "::1:1", "--plaintext"});
  check_has(bare, "::1:1 is not a host and a port");
  const test::TempFolder folder;
  folder.write("c.json", connection(test::make_tls("x"), "[::1]:1"));
  check_has(test::run({"doctor", "--connection", folder.file("c.json")}),
            "Nobody can be reached at [::1]:1: ");
}

namespace {

/// Many containers have no IPv6 at all.
bool has_ipv6() {
  const int fd = ::socket(AF_INET6, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in6 here{};
  here.sin6_family = AF_INET6;
  here.sin6_addr = in6addr_loopback;
  const bool bound =
      fd >= 0 && ::bind(fd, reinterpret_cast<const sockaddr*>(&here), sizeof here) == 0;
  if (fd >= 0) ::close(fd);
  return bound;
}

}  // namespace

TEST_CASE("doctor asks a chaincode server at ::1, whose certificate names that address") {
  if (!has_ipv6()) {
    MESSAGE("no IPv6 on this machine: only the tests of addresses as texts say something of it");
    return;
  }
  const auto authority = test::make_authority("ca");
  const auto server_pair =
      test::issue_pair(authority, "cc", test::far_ahead, {.names = {}, .addresses = {"::1"}});
  const auto client_pair = test::issue_pair(authority, "peer");
  const test::TlsFiles tls{.roots = authority.certificate_pem(),
                           .server_certificate = server_pair.certificate,
                           .server_key = server_pair.key,
                           .client_certificate = client_pair.certificate,
                           .client_key = client_pair.key};
  const test::ChaincodeServerDouble server(test::ChaincodeServerDouble::registers("l_1:abc"), &tls,
                                           "[::1]");
  const test::TempFolder folder;
  folder.write("c.json", connection(tls, server.address()));
  folder.write("client.pem", tls.client_certificate);
  folder.write("client.key", tls.client_key);
  const auto ran = test::run({"doctor", "--connection", folder.file("c.json"), "--client-cert",
                              folder.file("client.pem"), "--client-key", folder.file("client.key"),
                              "--package-id", "l_1:abc"});
  check_has(ran, "names ::1, leads to the roots");
  check_has(ran, server.address() + " takes us");
  check_has(ran, "Server and package have l_1:abc");
  CHECK(count(ran, "error") == count(ran, "error", "clock  "));
}

TEST_CASE("doctor compares package, server certificate and the id that the server registers with") {
  const test::TlsFiles tls = test::make_tls("localhost");
  // Its port is in the package, and so in the id, which it can then only get from another place.
  const test::ChaincodeServerDouble server(test::ChaincodeServerDouble::registers("l_1:abc"), &tls);
  const test::TempFolder folder;
  const std::vector<std::string> doctor{"doctor", "--package", folder.file("package")};
  folder.write("package", pack(test::make_tls("localhost"), server.port()));
  const auto foreign = test::run(doctor);
  CHECK(foreign.status == 6);
  check_has(foreign, "does not lead to the roots");
  const Bytes package = pack(tls, server.port());
  const std::string id = cli::package_id("l_1", package);
  folder.write("package", package);
  const auto other = test::run(doctor);
  CHECK(other.status == 6);
  check_has(
      other,
      "The server registers as l_1:abc, and peers that installed this package expect " + id + ": ");
  check_has(other, "fix: Start the server with --package-id " + id + ".");
  // Another server, which knows the id, is reached in its place.
  const test::ChaincodeServerDouble right(test::ChaincodeServerDouble::registers(id), &tls);
  const auto well = test::run(
      test::with(doctor, {"--server-address", "localhost:" + right.port(), "--package-id", id}));
  check_has(well, "Server and package have " + id);
  CHECK(count(well, "error") == count(well, "error", "clock  "));
  check_has(test::run(test::with(doctor, {"--package-id", "l_1:x"})),
            "The package is " + id + ", not l_1:x.");
}

TEST_CASE("doctor tells what it found before a file that it cannot read") {
  const test::TlsFiles tls = test::make_tls("localhost");
  const test::MspFiles files(test::person("BankHMSP"), "127.0.0.1:1");
  files.folder.write("c.json", connection(tls, "localhost:1"));
  files.folder.write("other.json", "{");
  const auto run = [&](const Words& more) {
    return test::run(test::with({"doctor", "--msp", files.folder.file("msp")}, more));
  };
  for (const Words& more :
       {Words{"--package", "none"}, Words{"--connection", "none"},
        Words{"--connection", files.folder.file("other.json")},
        Words{"--connection", files.folder.file("c.json"), "--client-cert", "none", "--client-key",
              "none"},
        Words{"--connection", files.folder.file("c.json"), "--server-cert", "none"}}) {
    CAPTURE(more.back());
    const auto ran = run(more);
    CHECK(ran.status == 6);
    CHECK(count(ran, "", "MSP folder  ") > 0);
    CHECK(count(ran, "error", "chaincode server") > 0);
    CHECK(ran.err.empty());
  }
  // And goes on where it can.
  const auto no_file = run({"--connection", files.folder.file("c.json"), "--server-cert", "none"});
  check_has(no_file, "none cannot be read");
  check_has(no_file, "Nobody can be reached at localhost:1: ");
  check_has(no_file, "client_key is filled in");
}

TEST_CASE("doctor with connection.json alone, elsewhere, and offline") {
  const test::TlsFiles tls = test::make_tls("cc.example");
  const test::ChaincodeServerDouble server(test::ChaincodeServerDouble::registers("l_1:abc"), &tls);
  const test::TempFolder folder;
  folder.write("c.json", connection(tls, "cc.example:9999"));
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
  // Once for the file and once for what the server shows.
  CHECK(count(well, "ok", "names cc.example") == 2);
  check_has(well, "Server and package have l_1:abc");
  CHECK(count(well, "error") == count(well, "error", "clock  "));
  const auto no_pair = test::run(base);
  CHECK(no_pair.status == 6);
  check_has(no_pair, "asks for a client certificate, and none is given");
  const auto wrong_id = test::run(test::with(test::with(base, pair), {"--package-id", "l_1:x"}));
  CHECK(wrong_id.status == 6);
  check_has(wrong_id, "registers as l_1:abc, and peers that installed this package expect l_1:x");
  const auto wrong_pair = test::run(test::with(base, {"--client-cert", folder.file("client.pem"),
                                                      "--client-key", folder.file("server.pem")}));
  CHECK(wrong_pair.status == 6);
  check_has(wrong_pair, "server.pem holds no key that can be used");
  const Json machine = test::json(test::run(test::with(base, {"--output", "json"})).out);
  REQUIRE(machine.as_array() != nullptr);
  bool is_told = false;
  for (const Json& one : *machine.as_array())
    is_told = is_told || (*one.find("about") == Json("chaincode server") &&
                          *one.find("level") == Json("error") &&
                          one.find("fix")->as_string()->find("--client-cert") != std::string::npos);
  CHECK(is_told);
}
