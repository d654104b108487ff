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

}  // namespace

TEST_CASE("tradelane-chaincode: what is wrong ends it with one line that says how to mend it") {
  const test::TempFolder folder;
  const auto authority = test::make_authority("ca");
  const auto good = test::issue_pair(authority, "server");
  const auto old = test::issue_pair(authority, "server", test::long_ago.plus_seconds(60));
  folder.write("cert.pem", good.certificate);
  folder.write("key.pem", good.key);
  folder.write("old.pem", old.certificate);
  folder.write("old-key.pem", old.key);
  folder.write("roots.pem", authority.certificate_pem());
  folder.write("config.json", R"({"lisen":"127.0.0.1:1"})");
  const auto tls = [&](const char* certificate, const char* key) {
    return std::vector<std::string>{"--package-id",       "t:1",
                                    "--tls-certificate",  folder.file(certificate),
                                    "--tls-key",          folder.file(key),
                                    "--tls-client-roots", folder.file("roots.pem")};
  };
  struct Row {
    std::vector<std::string> arguments;
    const char* wrong;
    const char* mend;
  };
  const Row rows[] = {
      {{"--tls", "off"}, "package-id: it is missing", "take the one that installing the package"},
      {{"--package-id", "trade", "--tls", "off"}, "package-id: ", "queryinstalled"},
      {{"--package-id", "t:1"}, "tls-certificate: ", "a PEM file is needed"},
      {tls("cert.pem", "none.pem"), "none.pem cannot be read", "give the path of a PEM file"},
      {tls("old.pem", "old-key.pem"), "has expired", ""},
      {tls("cert.pem", "old-key.pem"), "does not belong", ""},
      {{"--package-id", "t:1", "--tls", "off", "--listen", "0.0.0.0:0"},
       "plain text is for loopback addresses only",
       "listen on 127.0.0.1, or give tls-certificate"},
      {{"--lisen", "x"}, "--lisen", "see --help"},
      {{"--config", folder.file("config.json")}, "\"lisen\" is no key", "--help lists them"},
      {{"--config", folder.file("none.json")}, "none.json", "cannot read"},
  };
  for (const Row& row : rows) {
    Child child = server(row.arguments);
    CHECK(child.wait() == 2);
    const std::string& said = child.output();
    CAPTURE(said);
    CHECK(said.starts_with("tradelane-chaincode: "));
    CHECK(std::count(said.begin(), said.end(), '\n') == 1);
    CHECK(said.find(row.wrong) != std::string::npos);
    CHECK(said.find(row.mend) != std::string::npos);
  }
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
