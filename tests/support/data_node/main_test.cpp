// SPDX-License-Identifier: Apache-2.0
// The process: it answers over HTTP, and after kill -9 it says the same again.
#include <csignal>

#include <doctest/doctest.h>

#include "tests/support/process.hpp"
#include "tests/support/raw_http.hpp"
#include "tests/support/temp_folder.hpp"

using tradelane::test::Process;
using tradelane::test::raw_exchange;

namespace {

std::vector<std::string> command(const std::string& data) {
  return {tradelane::test::program("simulated-data-node"),
          "--fixtures",
          std::string(TRADELANE_SOURCE_DIR) + "/fixtures/shanghai",
          "--data",
          data,
          "--source-node",
          "00000000000000000000000SDN",
          "--owner",
          "00000000000000000000000EXP",
          "--release-all"};
}

std::uint16_t port_of(Process& node) {
  const std::string line = node.read_line();
  CHECK(line.find("simulated") != std::string::npos);
  return static_cast<std::uint16_t>(std::stoi(line.substr(line.rfind(':') + 1)));
}

}  // namespace

TEST_CASE("data node process: the same answer before and after kill -9") {
  const tradelane::test::TempFolder folder;
  const std::string request = "GET /v1/feeds/decl/records HTTP/1.1\r\nHost: node\r\n\r\n";
  std::string first;
  {
    Process node(command(folder.path()));
    first = raw_exchange(port_of(node), request);
    node.signal(SIGKILL);
    CHECK(node.wait() == 128 + SIGKILL);
  }
  CHECK(first.starts_with("HTTP/1.1 200"));
  CHECK(first.find("\"feedId\":\"decl\"") != std::string::npos);
  Process node(command(folder.path()));
  CHECK(raw_exchange(port_of(node), request) == first);
}

TEST_CASE("data node process: what is no request, and a wrong command line") {
  const tradelane::test::TempFolder folder;
  Process node(command(folder.path()));
  const std::uint16_t port = port_of(node);
  CHECK(raw_exchange(port, "GET http://[ HTTP/1.1\r\nHost: node\r\n\r\n")
            .starts_with("HTTP/1.1 400"));
  CHECK(raw_exchange(port, "nonsense\r\n\r\n").empty());
  CHECK(raw_exchange(port, "GET /healthz HTTP/1.1\r\nHost: node\r\n\r\n")
            .starts_with("HTTP/1.1 200"));
  Process wrong({tradelane::test::program("simulated-data-node"), "--port", "x"});
  CHECK(wrong.wait() == 2);
}
