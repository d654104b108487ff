// SPDX-License-Identifier: Apache-2.0
// The process: it answers over HTTP, and after kill -9 it says the same again.
#include <csignal>

#include <arpa/inet.h>
#include <doctest/doctest.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tests/support/process.hpp"
#include "tests/support/temp_folder.hpp"

using tradelane::test::Process;

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

/// The whole answer to one request.
std::string exchange(std::uint16_t port, const std::string& request) {
  const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  REQUIRE(::connect(socket, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0);
  REQUIRE(::send(socket, request.data(), request.size(), 0) ==
          static_cast<ssize_t>(request.size()));
  std::string answer;
  char buffer[4096];
  for (ssize_t size = 0; (size = ::recv(socket, buffer, sizeof buffer, 0)) > 0;)
    answer.append(buffer, static_cast<std::size_t>(size));
  ::close(socket);
  return answer;
}

}  // namespace

TEST_CASE("data node process: the same answer before and after kill -9") {
  const tradelane::test::TempFolder folder;
  const std::string request = "GET /v1/feeds/decl/records HTTP/1.1\r\nHost: node\r\n\r\n";
  std::string first;
  {
    Process node(command(folder.path()));
    first = exchange(port_of(node), request);
    node.signal(SIGKILL);
    CHECK(node.wait() == 128 + SIGKILL);
  }
  CHECK(first.starts_with("HTTP/1.1 200"));
  CHECK(first.find("\"feedId\":\"decl\"") != std::string::npos);
  Process node(command(folder.path()));
  CHECK(exchange(port_of(node), request) == first);
}

TEST_CASE("data node process: what is no request, and a wrong command line") {
  const tradelane::test::TempFolder folder;
  Process node(command(folder.path()));
  const std::uint16_t port = port_of(node);
  CHECK(exchange(port, "GET http://[ HTTP/1.1\r\nHost: node\r\n\r\n").starts_with("HTTP/1.1 400"));
  CHECK(exchange(port, "nonsense\r\n\r\n").empty());
  CHECK(exchange(port, "GET /healthz HTTP/1.1\r\nHost: node\r\n\r\n").starts_with("HTTP/1.1 200"));
  Process wrong({tradelane::test::program("simulated-data-node"), "--port", "x"});
  CHECK(wrong.wait() == 2);
}
