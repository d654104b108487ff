// SPDX-License-Identifier: Apache-2.0
// Tests also: adapters/http/connection.cpp
#include "adapters/http/server.hpp"

#include <chrono>
#include <thread>

#include <doctest/doctest.h>

#include "tests/adapters/http/server_world.hpp"

using namespace tradelane;
using namespace tradelane::http;
using test::ServerWorld;
using test::Socket;

TEST_CASE("http server: a request reaches the handler, its answer comes back") {
  ServerWorld world;
  Socket socket(world.server.port());
  socket.send(
      "POST /a%20b?x=1 HTTP/1.1\r\nHost: here\r\nX-Sent: yes\r\nContent-Length: 3\r\n\r\nabc");
  const std::string answer = socket.answer();
  CHECK(answer.starts_with("HTTP/1.1 201 Created\r\n"));
  CHECK(answer.ends_with("\r\n\r\nPOST /a b 3"));
  for (const char* line : {"Content-Type: text/plain\r\n", "Retry-After: 7\r\n", "X-Seen: yes\r\n",
                           "Cache-Control: no-store\r\n"}) {
    CAPTURE(line);
    CHECK(answer.find(line) != std::string::npos);
  }
  socket.send(
      "PUT /c HTTP/1.1\r\nHost: here\r\nTransfer-Encoding: chunked\r\n\r\n"
      "2\r\nab\r\n1;note=x\r\nc\r\n0\r\n\r\n");
  CHECK(socket.answer().ends_with("PUT /c 3"));
}

TEST_CASE("http server: several requests at once are answered in their order") {
  ServerWorld world;
  Socket socket(world.server.port());
  socket.send(
      "GET /1 HTTP/1.1\r\nHost: x\r\n\r\nGET /2 HTTP/1.1\r\nHost: x\r\n\r\n"
      "GET /3 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  for (const char* body : {"GET /1 0", "GET /2 0", "GET /3 0"})
    CHECK(socket.answer().ends_with(body));
  CHECK(socket.closed());
}

TEST_CASE("http server: HEAD has no body, and a body that is waited for is invited") {
  ServerWorld world;
  Socket socket(world.server.port());
  socket.send("HEAD /a HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  const std::string head = socket.answer();
  CHECK(head.find("Content-Length: 9\r\n") != std::string::npos);
  CHECK(head.ends_with("\r\n\r\n"));
  Socket other(world.server.port());
  other.send("POST /b HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n");
  CHECK(other.answer() == "HTTP/1.1 100 Continue\r\n\r\n");
  CHECK(other.send("ab").answer().ends_with("POST /b 2"));
}

TEST_CASE("http server: what is no strict HTTP/1.1 is refused in words and closed") {
  struct Row {
    const char* what;
    std::string bytes;
    const char* status;
  };
  const std::string get = "GET / HTTP/1.1\r\nHost: x\r\n";
  const Row rows[] = {
      {"both lengths", get + "Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
       "400"},
      {"two lengths", get + "Content-Length: 1\r\nContent-Length: 1\r\n\r\nx", "400"},
      {"a negative length", get + "Content-Length: -1\r\n\r\n", "400"},
      {"another coding", get + "Transfer-Encoding: gzip\r\n\r\n", "400"},
      {"a chunk of no size", get + "Transfer-Encoding: chunked\r\n\r\n-2\r\nab\r\n", "400"},
      {"no host", "GET / HTTP/1.1\r\n\r\n", "400"},
      {"a bare line feed", "GET / HTTP/1.1\nHost: x\r\n\r\n", "400"},
      {"folded", get + "X: a\r\n b\r\n\r\n", "400"},
      {"a space before the colon", get + "X : a\r\n\r\n", "400"},
      {"a wrong target", "GET a HTTP/1.1\r\nHost: x\r\n\r\n", "400"},
      {"a control character", get + "X: a\x01\r\n\r\n", "400"},
      {"an old version", "GET / HTTP/1.0\r\nHost: x\r\n\r\n", "505"},
      {"another version", "GET / HTTP/2.0\r\nHost: x\r\n\r\n", "505"},
      {"compressed", get + "Content-Encoding: gzip\r\nContent-Length: 1\r\n\r\nx", "415"},
      {"an expectation", get + "Expect: all\r\n\r\n", "417"},
      {"nonsense", "nonsense\r\n\r\n", "400"}};
  ServerWorld world;
  for (const Row& row : rows) {
    CAPTURE(row.what);
    Socket socket(world.server.port());
    const std::string answer = socket.send(row.bytes).answer();
    CHECK(answer.substr(9, 3) == row.status);
    CHECK(answer.find("application/problem+json") != std::string::npos);
    CHECK(answer.find("Connection: close") != std::string::npos);
    CHECK(socket.closed());
  }
}

TEST_CASE("http server: a handler that throws is 500 for the client, and its text is in the log") {
  ServerWorld world;
  Socket socket(world.server.port());
  const std::string answer = socket.get("/throw").answer();
  CHECK(answer.starts_with("HTTP/1.1 500"));
  CHECK(answer.find("canary") == std::string::npos);
  CHECK(world.folder.read("log").find("canary: the secret of the handler") != std::string::npos);
  CHECK(socket.get("/split").status() == "500");
  CHECK(socket.get("/").status() == "201");
}

TEST_CASE("http server: stop answers what was begun, closes what waits, and takes nothing new") {
  ServerWorld world;
  Socket busy(world.server.port());
  Socket idle(world.server.port());
  CHECK(idle.get("/").status() == "201");
  busy.get("/wait");
  world.gate.await(1);
  std::thread stopping([&] { world.server.stop(); });
  CHECK(idle.closed());
  CHECK_FALSE(Socket(world.server.port()).connected());
  world.gate.open();
  const std::string answer = busy.answer();
  CHECK(answer.starts_with("HTTP/1.1 201"));
  CHECK(answer.find("Connection: close") != std::string::npos);
  stopping.join();
}

TEST_CASE("http server: plain text off loopback, a taken port, wrong TLS texts are refused") {
  Log log(-1);
  const auto complaint = [&](const ServerOptions& options) {
    const auto started = Server(
                             options, [](const Request&) { return Response{}; }, log)
                             .start();
    return started.ok() ? "" : started.error().detail;
  };
  CHECK(complaint({.host = "0.0.0.0"}) ==
        "cannot listen on 0.0.0.0:0 without TLS: only a loopback address may");
  CHECK(complaint({.host = "here"}) == "cannot listen on here:0: no address");
  CHECK(complaint({.host = "::1"}).find("without TLS") == std::string::npos);
  CHECK(complaint({.tls = Tls{.certificate = "x"}}) == "the TLS certificate cannot be read");
  ServerWorld world;
  CHECK(complaint({.port = world.server.port()}).find("Address already in use") !=
        std::string::npos);
}
