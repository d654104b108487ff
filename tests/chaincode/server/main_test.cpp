// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <filesystem>

#include <doctest/doctest.h>
#include <sys/resource.h>

#include "tests/support/child.hpp"
#include "tests/support/eventually.hpp"
#include "tests/support/raw_http.hpp"
#include "tests/support/scripted_peer.hpp"
#include "tests/support/temp_folder.hpp"
#include "tests/support/tls.hpp"

using namespace tradelane;
using test::Child;

namespace {

Child server(std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), TRADELANE_BIN_DIR "/tradelane-chaincode");
  return Child(arguments);
}

/// The number behind `before` in the line that says where it listens, once it does.
std::uint16_t port_after(Child& child, const std::string& before) {
  REQUIRE(child.wait_for(before));
  REQUIRE(child.wait_for("}\n"));
  const auto at = child.output().find(before) + before.size();
  return static_cast<std::uint16_t>(std::stoi(child.output().substr(at)));
}
std::uint16_t listening_port(Child& child) { return port_after(child, "{\"listen\":\"127.0.0.1:"); }

/// Certificates and files to be wrong with.
class Wrong {
 public:
  Wrong() {
    const auto authority = test::make_authority("ca");
    put("good", test::issue_pair(authority, "server"));
    put("other", test::issue_pair(authority, "other"));
    put("old", test::issue_pair(authority, "server", test::long_ago.plus_seconds(60)));
    folder_.write("roots.pem", authority.certificate_pem());
    folder_.write("nobody", "# nobody yet\n");
    folder_.write("typo.json", R"({"lisen":"127.0.0.1:1"})");
    folder_.write("half.json", R"({"listen":)");
  }

  std::string file(const std::string& name) const { return folder_.file(name); }
  /// A command line with these files, everything else as it should be.
  std::vector<std::string> tls(const std::string& certificate, const std::string& key,
                               const std::string& roots = "roots.pem",
                               const std::vector<std::string>& more = {}) const {
    std::vector<std::string> out{"--package-id", "t:1",     "--tls-certificate",  file(certificate),
                                 "--tls-key",    file(key), "--tls-client-roots", file(roots)};
    out.insert(out.end(), more.begin(), more.end());
    return out;
  }

 private:
  void put(const std::string& name, const test::Pair& pair) {
    folder_.write(name + ".pem", pair.certificate);
    folder_.write(name + ".key", pair.key);
  }

  test::TempFolder folder_;
};

std::vector<std::string> plain(const std::vector<std::string>& more) {
  std::vector<std::string> out{"--package-id", "t:1", "--tls", "off"};
  out.insert(out.end(), more.begin(), more.end());
  return out;
}

struct Complaint {
  std::vector<std::string> arguments;
  /// The whole line behind the program's name.
  std::string says;
};

void check(const Complaint& row) {
  Child child = server(row.arguments);
  CHECK(child.wait() == 2);
  CHECK(child.output() == "tradelane-chaincode: " + row.says + "\n");
}

}  // namespace

TEST_CASE("tradelane-chaincode: a wrong package id, certificate, key or address, in one line") {
  const Wrong wrong;
  const std::string certificates = "tls-certificate, tls-key and tls-client-roots";
  const Complaint rows[] = {
      {{"--tls", "off"},
       "package-id: it is missing; take the one that installing the package printed (--package-id, "
       "or CHAINCODE_ID)"},
      {{"--package-id", "trade", "--tls", "off"},
       "package-id: label:hash is needed, as `peer lifecycle chaincode queryinstalled` prints it, "
       "not \"trade\""},
      {{"--package-id", "t:1"},
       "tls-certificate: a PEM file is needed for mutual TLS; plain text on loopback is --tls off"},
      {wrong.tls("good.pem", "none.key"),
       "the TLS key: " + wrong.file("none.key") +
           " cannot be read; give the path of a PEM file that this user may read"},
      {wrong.tls("nobody", "good.key"),
       "the TLS certificate: " + wrong.file("nobody") +
           " holds neither PEM nor base64 of it; give the file that was issued"},
      {wrong.tls("old.pem", "old.key"), "the TLS certificate has expired on " +
                                            test::long_ago.plus_seconds(60).text() +
                                            "; have a new one issued, and give it with its key"},
      {wrong.tls("good.pem", "other.key"),
       "the TLS key does not belong to the certificate; give the key that the first certificate of "
       "the chain was issued for"},
      {wrong.tls("good.pem", "good.pem"),
       "the TLS key cannot be read; give one in PEM, without a passphrase"},
      {wrong.tls("good.pem", "good.key", "good.key"),
       "the TLS roots cannot be read; give the certificates of authorities in PEM"},
      {wrong.tls("good.pem", "good.key", "roots.pem", {"--tls-clients", wrong.file("nobody")}),
       "no client is allowed in " + wrong.file("nobody") +
           "; name one a line, or leave tls-clients away to allow all of the roots"},
      {plain({"--listen", "0.0.0.0:0"}),
       "tls: plain text is for loopback addresses only and 0.0.0.0:0 is none; listen on "
       "127.0.0.1, or give " +
           certificates + " and do not turn TLS off"},
      {plain({"--peer", "10.0.0.1:7052"}),
       "tls: plain text is for loopback addresses only and 10.0.0.1:7052 is none; give " +
           certificates + " and do not turn TLS off"},
  };
  for (const Complaint& row : rows) check(row);
}

TEST_CASE("tradelane-chaincode: what it cannot be told, in one line") {
  const Wrong wrong;
  const Complaint rows[] = {
      {plain({"--lisen", "x"}), "\"--lisen\" means nothing here; see --help"},
      {plain({"--deadline", "0"}), "deadline: a number from 1 to 3600 is needed, not \"0\""},
      {plain({"--listen", "9999"}),
       "listen: ADDRESS:PORT is needed, such as 127.0.0.1:9999, not \"9999\""},
      {plain({"--config", wrong.file("typo.json")}),
       "config: " + wrong.file("typo.json") +
           ": \"lisen\" is no key of the configuration; --help lists them"},
      {plain({"--config", wrong.file("half.json")}),
       "config: " + wrong.file("half.json") +
           ": one JSON object is needed, such as {\"listen\": \"127.0.0.1:9999\"}"},
      {plain({"--config", wrong.file("none.json")}),
       "config: " + wrong.file("none.json") +
           " cannot be read; give the path of a JSON file that this user may read"},
      {plain({"--log-file", "/none/log"}),
       "log-file: /none/log cannot be written (No such file or directory); give a file in a folder "
       "that this user may write to"},
  };
  for (const Complaint& row : rows) check(row);
}

TEST_CASE("tradelane-chaincode: a port that is taken, and an address that is not ours") {
  Child first = server(plain({}));
  const std::string taken = "127.0.0.1:" + std::to_string(listening_port(first));
  const std::string mend = "; give an address of this machine, and a port that is free";
  check({plain({"--listen", taken}),
         "listen: cannot listen on " + taken + ": Address already in use" + mend});
  check({plain({"--operations", taken}),
         "operations: cannot listen on " + taken + ": Address already in use" + mend});
  // Of a range that is for documents, RFC 5737.
  check({plain({"--operations", "192.0.2.1:1"}),
         "operations: cannot listen on 192.0.2.1:1: Cannot assign requested address" + mend});
}

TEST_CASE("tradelane-chaincode: a package id that the peer does not know, in one line of the log") {
  Child child = server(plain({"--handshake", "1"}));
  test::ScriptedPeer peer("127.0.0.1:" + std::to_string(listening_port(child)));
  CHECK(peer.receive().type() == protos::ChaincodeMessage::REGISTER);
  REQUIRE(child.wait_for("handshake_timeout"));
  REQUIRE(child.wait_for("queryinstalled"));
  CHECK(peer.finish().error_message().starts_with("the peer did not accept package id t:1: "));
  child.signal(SIGTERM);
  CHECK(child.wait() == 0);
}

TEST_CASE("tradelane-chaincode: help and what counts") {
  Child help = server({"--help"});
  CHECK(help.wait() == 0);
  CHECK(help.output().find("Example: ") != std::string::npos);
  Child print = server({"--package-id", "t:1", "--tls", "off", "--print-config"});
  CHECK(print.wait() == 0);
  CHECK(print.output().starts_with("package-id = t:1\n"));
}

TEST_CASE("tradelane-chaincode: SIGTERM ends it cleanly, with a peer connected") {
  Child child = server({"--package-id", "t:1", "--tls", "off"});
  const std::string port = std::to_string(listening_port(child));
  CHECK(child.output().find("\"packageId\":\"t:1\"}\n") != std::string::npos);
  test::ScriptedPeer peer("127.0.0.1:" + port);
  CHECK(peer.handshake() == "t:1");
  REQUIRE(child.wait_for("peer_ready"));
  child.signal(SIGTERM);
  CHECK(peer.finish().ok());
  CHECK(child.wait() == 0);
  CHECK(child.output().find("\"event\":\"stopped\"") != std::string::npos);
}

TEST_CASE("tradelane-chaincode: SIGHUP opens the log file anew") {
  const test::TempFolder folder;
  Child child = server({"--package-id", "t:1", "--tls", "off", "--log-file", folder.file("log")});
  listening_port(child);
  std::filesystem::rename(folder.file("log"), folder.file("log.1"));
  child.signal(SIGHUP);
  REQUIRE(test::eventually(
      [&] { return folder.read("log").find("\"event\":\"reloaded\"") != std::string::npos; }));
  CHECK(folder.read("log.1").find("\"event\":\"serving\"") != std::string::npos);
  child.signal(SIGTERM);
  CHECK(child.wait() == 0);
  CHECK(folder.read("log").find("\"event\":\"stopped\"") != std::string::npos);
}

TEST_CASE("tradelane-chaincode: ends by itself when nobody can connect any more") {
  Child child = server({"--package-id", "t:1", "--tls", "off", "--probe", "1"});
  listening_port(child);
  const auto operations = port_after(child, "\"operations\":\"127.0.0.1:");
  CHECK(test::http_get(operations, "/readyz") == "200 ready\n");
  // As with a flood: no descriptor is left.
  const rlimit none{.rlim_cur = 3, .rlim_max = 3};
  REQUIRE(::prlimit(child.pid(), RLIMIT_NOFILE, &none, nullptr) == 0);
  CHECK(child.wait() == 1);
  const std::string& said = child.output();
  CHECK(said.find("\"event\":\"probe_failed\"") != std::string::npos);
  CHECK(said.find("\"event\":\"dead_listener\"") != std::string::npos);
}

TEST_CASE("tradelane-chaincode: new certificates are taken on SIGHUP, and shown by the metrics") {
  const test::TempFolder folder;
  const auto authority = test::make_authority("ca");
  const auto ends = *Timestamp::parse("2040-01-01T00:00:00Z");
  const auto put = [&](const test::Pair& pair) {
    folder.write("cert.pem", pair.certificate);
    folder.write("key.pem", pair.key);
  };
  put(test::issue_pair(authority, "server", ends));
  folder.write("roots.pem", authority.certificate_pem());
  Child child =
      server({"--package-id", "t:1", "--tls-certificate", folder.file("cert.pem"), "--tls-key",
              folder.file("key.pem"), "--tls-client-roots", folder.file("roots.pem")});
  listening_port(child);
  const auto operations = port_after(child, "\"operations\":\"127.0.0.1:");
  const auto expiry = [&] {
    const std::string text = test::http_get(operations, "/metrics");
    const std::string name = "\ntradelane_certificate_expiry_timestamp_seconds ";
    return std::stod(text.substr(text.find(name) + name.size()));
  };
  CHECK(expiry() == static_cast<double>(ends.seconds));
  put(test::issue_pair(authority, "server", test::far_ahead));
  child.signal(SIGHUP);
  REQUIRE(child.wait_for("\"event\":\"reloaded\""));
  CHECK(expiry() == static_cast<double>(test::far_ahead.seconds));
  child.signal(SIGTERM);
  CHECK(child.wait() == 0);
}
