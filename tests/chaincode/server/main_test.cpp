// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "tests/support/child.hpp"
#include "tests/support/scripted_peer.hpp"

using namespace tradelane;
using test::Child;

namespace {

Child server(std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), TRADELANE_BIN_DIR "/tradelane-chaincode");
  return Child(arguments);
}

/// The number behind `"name":` in the first log line that has it.
std::uint16_t port_in(const std::string& output, const std::string& name) {
  return static_cast<std::uint16_t>(
      std::stoi(output.substr(output.find("\"" + name + "\":") + name.size() + 3)));
}

}  // namespace

TEST_CASE("tradelane-chaincode: a wrong configuration is one line and exit status 2") {
  Child child = server({"--tls", "off"});
  CHECK(child.wait() == 2);
  CHECK(child.output().starts_with("tradelane-chaincode: package-id: it is missing"));
  Child unknown = server({"--lisen", "x"});
  CHECK(unknown.wait() == 2);
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
  REQUIRE(child.wait_for("\"event\":\"serving\""));
  REQUIRE(child.wait_for("operations_port\":"));
  REQUIRE(child.wait_for("}\n"));
  const std::string port = std::to_string(port_in(child.output(), "port"));
  REQUIRE(child.wait_for("{\"listen\":\"127.0.0.1:" + port + "\",\"operations\":\"127.0.0.1:"));
  REQUIRE(child.wait_for("\"packageId\":\"t:1\"}\n"));
  test::ScriptedPeer peer("127.0.0.1:" + port);
  CHECK(peer.handshake() == "t:1");
  REQUIRE(child.wait_for("peer_ready"));
  child.signal(SIGTERM);
  CHECK(peer.finish().ok());
  CHECK(child.wait() == 0);
  CHECK(child.output().find("\"event\":\"stopped\"") != std::string::npos);
}
