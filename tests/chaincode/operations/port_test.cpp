// SPDX-License-Identifier: Apache-2.0
#include "chaincode/operations/port.hpp"

#include <array>
#include <chrono>

#include <doctest/doctest.h>
#include <fcntl.h>
#include <sys/resource.h>

#include "chaincode/base/result.hpp"
#include "tests/support/eventually.hpp"
#include "tests/support/raw_http.hpp"

using namespace tradelane;
using operations::Port;

namespace {

const operations::Routes health{{"/healthz", [] { return operations::Answer{.body = "ok"}; }}};

/// A client that says nothing.
class Silent {
 public:
  Silent() : fd_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) { REQUIRE(fd_ >= 0); }
  ~Silent() { ::close(fd_); }
  Silent(const Silent&) = delete;
  Silent& operator=(const Silent&) = delete;

  void connect(const Port& port) const {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port.port());
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    REQUIRE(::connect(fd_, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0);
  }
  /// Waits for the end; how many bytes came before it.
  std::size_t heard() const {
    char byte = 0;
    std::size_t out = 0;
    while (::recv(fd_, &byte, 1, 0) > 0) ++out;
    return out;
  }

 private:
  int fd_;
};

/// While it lives nothing can be opened.
class NoDescriptors {
 public:
  NoDescriptors() {
    REQUIRE(::getrlimit(RLIMIT_NOFILE, &before_) == 0);
    const rlimit none{.rlim_cur = 3, .rlim_max = before_.rlim_max};
    REQUIRE(::setrlimit(RLIMIT_NOFILE, &none) == 0);
  }
  ~NoDescriptors() { ::setrlimit(RLIMIT_NOFILE, &before_); }
  NoDescriptors(const NoDescriptors&) = delete;
  NoDescriptors& operator=(const NoDescriptors&) = delete;

 private:
  rlimit before_{};
};

struct Fixture {
  Log log{2, LogLevel::error};
  Port port{"127.0.0.1",
            0,
            {{"/healthz", [] { return operations::Answer{.body = "ok"}; }},
             {"/readyz", [] { return operations::Answer{.status = 503, .body = "no"}; }},
             {"/value",
              {[this] { return operations::Answer{.body = value}; },
               [this](const std::string& body) {
                 value = body;
                 return operations::Answer{.status = 204};
               }}}},
            log};
  std::string value = "old";  // touched by the port's thread, between whole exchanges
  Fixture() { REQUIRE(port.start().ok()); }
  std::string status(const std::string& request) const {
    const std::string answer = test::raw_exchange(port.port(), request);
    return answer.size() < 12 ? "" : answer.substr(9, 3);
  }
};

}  // namespace

TEST_CASE_FIXTURE(Fixture, "operations: each path answers for itself") {
  CHECK(test::http_get(port.port(), "/healthz") == "200 ok");
  CHECK(test::http_get(port.port(), "/healthz?verbose") == "200 ok");
  CHECK(test::http_get(port.port(), "/readyz") == "503 no");
  CHECK(test::http_get(port.port(), "/other").starts_with("404"));
}

TEST_CASE_FIXTURE(Fixture, "operations: what is no plain GET is refused") {
  CHECK(status("POST /healthz HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n") == "405");
  CHECK(status("PUT /healthz HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n\r\nx") == "405");
  CHECK(status("GET /healthz HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n\r\nx") == "413");
  CHECK(status("GET /healthz HTTP/1.1\r\nX: " + std::string(9000, 'x') + "\r\n\r\n") == "431");
  CHECK(status("nonsense\r\n\r\n") == "");
  CHECK(test::http_get(port.port(), "/healthz") == "200 ok");
}

TEST_CASE_FIXTURE(Fixture, "operations: a request that can be read in two ways is refused") {
  CHECK(status("GET /healthz HTTP/1.1\r\n\r\n") == "400");
  CHECK(status("GET /healthz HTTP/1.1\r\nHost: x\r\nHost: x\r\n\r\n") == "400");
  CHECK(status("PUT /value HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 1\r\n"
               "\r\nx") == "400");
  CHECK(status("PUT /value HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
               "1\r\nx\r\n0\r\n\r\n") == "400");
  CHECK(test::http_get(port.port(), "/value") == "200 old");
}

TEST_CASE_FIXTURE(Fixture, "operations: PUT where something can be changed, up to 1 KiB") {
  const auto put = [](std::size_t size) {
    return "PUT /value HTTP/1.1\r\nHost: x\r\nContent-Length: " + std::to_string(size) +
           "\r\n\r\n" + std::string(size, 'v');
  };
  CHECK(status(put(1024)) == "204");
  CHECK(test::http_get(port.port(), "/value") == "200 " + std::string(1024, 'v'));
  CHECK(status(put(1025)) == "413");
  CHECK(status(put(0)) == "204");
  CHECK(test::http_get(port.port(), "/value") == "200 ");
}

TEST_CASE_FIXTURE(Fixture, "operations: a port that is taken, and what is no address") {
  Port second("127.0.0.1", port.port(), {}, log);
  const auto started = second.start();
  REQUIRE_FALSE(started.ok());
  CHECK(started.error().detail.find(std::to_string(port.port())) != std::string::npos);
  Port nowhere("localhost", 0, {}, log);
  CHECK_FALSE(nowhere.start().ok());
}

TEST_CASE("operations: as many connections as may be, and one more is cut off") {
  Log log(2, LogLevel::error);
  Port port("127.0.0.1", 0, health, log, {.connections = 2, .exchange = std::chrono::hours(1)});
  REQUIRE(port.start().ok());
  Silent first;
  first.connect(port);
  CHECK(test::http_get(port.port(), "/healthz") == "200 ok");
  {
    Silent second;
    second.connect(port);
    CHECK(test::http_get(port.port(), "/healthz") == "");
  }
  CHECK(test::eventually([&] { return test::http_get(port.port(), "/healthz") == "200 ok"; }));
}

TEST_CASE("operations: who says nothing for too long is cut off") {
  Log log(2, LogLevel::error);
  Port port("127.0.0.1", 0, health, log, {.exchange = std::chrono::milliseconds(1)});
  REQUIRE(port.start().ok());
  Silent silent;
  silent.connect(port);
  CHECK(silent.heard() == 0);
}

TEST_CASE("operations: a page that fails is an answer, and not the end of the process") {
  Log log(-1);
  operations::Routes routes = health;
  routes.emplace("/broken", []() -> operations::Answer { throw Fault("a secret"); });
  Port port("127.0.0.1", 0, routes, log);
  REQUIRE(port.start().ok());
  CHECK(test::http_get(port.port(), "/broken") == "500 this page has failed\n");
  CHECK(test::http_get(port.port(), "/healthz") == "200 ok");
}

TEST_CASE("operations: without descriptors it says so at times, and goes on once there are some") {
  std::array<int, 2> pipe{};
  REQUIRE(::pipe2(pipe.data(), O_CLOEXEC) == 0);
  Log log(pipe[1]);
  {
    Port port("127.0.0.1", 0, health, log);
    REQUIRE(port.start().ok());
    const Silent silent;
    const auto begun = std::chrono::steady_clock::now();
    {
      const NoDescriptors none;
      silent.connect(port);
      char byte = 0;
      for (int lines = 0; lines < 3; lines += byte == '\n' ? 1 : 0)
        REQUIRE(::read(pipe[0], &byte, 1) == 1);
    }
    // However slow this machine is, two pauses lie between three lines.
    CHECK(std::chrono::steady_clock::now() - begun >= std::chrono::milliseconds(200));
    CHECK(test::http_get(port.port(), "/healthz") == "200 ok");
  }
  for (const int end : pipe) ::close(end);
}
