// SPDX-License-Identifier: Apache-2.0
// Each limit of the server, at it and one above. Tests also those of its parser.
#include <chrono>
#include <deque>

#include <doctest/doctest.h>

#include "tests/adapters/http/server_world.hpp"

using namespace tradelane;
using namespace tradelane::http;
using std::chrono::milliseconds;
using test::ServerWorld;
using test::Socket;

namespace {

constexpr milliseconds soon{100};

std::string header_of(std::size_t size) {
  std::string head = "GET / HTTP/1.1\r\nHost: x\r\nX: ";
  head.append(size - head.size() - 4, 'x');
  return head + "\r\n\r\n";
}

std::string body_of(std::size_t size) {
  return "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: " + std::to_string(size) + "\r\n\r\n" +
         std::string(size, 'x');
}

/// In one chunk whose own line has `line` characters, in front of `size` bytes.
std::string chunked_of(const std::string& size, std::size_t line, std::size_t bytes) {
  std::string chunk = size + ";";
  chunk.append(line - chunk.size(), 'x');
  return "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n" + chunk + "\r\n" +
         std::string(bytes, 'x') + "\r\n0\r\n\r\n";
}

/// Tries until a new connection is served, which it is once the server has seen others close.
bool served_at_last(std::uint16_t port) {
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(20);
  while (std::chrono::steady_clock::now() < end)
    if (Socket(port).get("/").status() == "201") return true;
  return false;
}

}  // namespace

TEST_CASE("http limits: the header's bytes") {
  ServerWorld world;
  const std::size_t most = Limits{}.header_bytes;
  CHECK(most == 8 * 1024);
  CHECK(world.status(header_of(most)) == "201");
  CHECK(world.status(header_of(most + 1)) == "431");
  CHECK(world.status(std::string(most, 'x')) == "431");
}

TEST_CASE("http limits: the body's bytes, announced or in chunks") {
  ServerWorld world;
  const std::size_t most = Limits{}.body_bytes;
  CHECK(most == 1024 * 1024);
  CHECK(world.status(body_of(most)) == "201");
  CHECK(world.status(body_of(most + 1)) == "413");
  CHECK(world.status(chunked_of("100000", 8, most)) == "201");
  CHECK(world.status(chunked_of("100001", 8, most + 1)) == "413");
}

TEST_CASE("http limits: what is held besides the body") {
  ServerWorld world({.header_bytes = 512, .buffer_bytes = 1024});
  // Both line ends, before and behind, are held with the chunk's own line.
  CHECK(world.status(chunked_of("1", 1024 - 2, 1)) == "201");
  CHECK(world.status(chunked_of("1", 1024 - 1, 1)) == "400");
}

TEST_CASE("http limits: the time for a header, begun or not") {
  ServerWorld world({.header_read = soon});
  CHECK(Socket(world.server.port()).closed());
  CHECK(Socket(world.server.port()).send("GET / HTTP/1.1\r\nHo").status() == "408");
  Socket kept(world.server.port());
  CHECK(kept.get("/").status() == "201");
  CHECK(kept.closed());
}

TEST_CASE("http limits: the time for a request") {
  ServerWorld world({.request = soon});
  const std::string part = "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\nx";
  CHECK(Socket(world.server.port()).send(part).status() == "408");
  CHECK(Socket(world.server.port()).send(part + "x").status() == "201");
}

TEST_CASE("http limits: the time of the handler is its own") {
  ServerWorld world({.header_read = soon, .request = soon});
  Socket socket(world.server.port());
  socket.get("/wait");
  world.gate.await(1);
  CHECK(Socket(world.server.port()).closed());
  world.gate.open();
  CHECK(socket.status() == "201");
}

TEST_CASE("http limits: the requests of one connection") {
  ServerWorld world({.keep_alive_requests = 2});
  Socket socket(world.server.port());
  CHECK(socket.get("/").answer().find("Connection: close") == std::string::npos);
  CHECK(socket.get("/").answer().find("Connection: close") != std::string::npos);
  CHECK(socket.closed());
}

TEST_CASE("http limits: connections at once, of all and of one address") {
  struct Row {
    Limits limits;
    const char* refused;
  };
  const Row rows[] = {{{.connections = 2, .connections_per_address = 9}, "503"},
                      {{.connections = 9, .connections_per_address = 2}, "429"}};
  for (const Row& row : rows) {
    ServerWorld world(row.limits);
    std::deque<Socket> open;
    for (int i = 0; i < 2; ++i) {
      open.emplace_back(world.server.port());
      CHECK(open.back().get("/").status() == "201");
    }
    Socket more(world.server.port());
    const std::string answer = more.get("/").answer();
    CHECK(answer.substr(9, 3) == row.refused);
    CHECK(answer.find("Retry-After: 1\r\n") != std::string::npos);
    CHECK(more.closed());
    CHECK(open.back().get("/").status() == "201");
    open.pop_front();
    CHECK(served_at_last(world.server.port()));
  }
}

TEST_CASE("http limits: requests that wait for a worker") {
  ServerWorld world({.waiting_requests = 1}, 1);
  Socket works(world.server.port());
  works.get("/wait");
  world.gate.await(1);
  // One of these two finds the only place to wait.
  Socket one(world.server.port());
  Socket other(world.server.port());
  one.get("/wait");
  other.get("/wait");
  Socket& refused = one.speaks_before(other) ? one : other;
  const std::string answer = refused.answer();
  CHECK(answer.starts_with("HTTP/1.1 503"));
  CHECK(answer.find("Retry-After: 1\r\n") != std::string::npos);
  world.gate.open();
  CHECK(works.status() == "201");
  CHECK((&refused == &one ? other : one).status() == "201");
  CHECK(refused.get("/").status() == "201");
}
