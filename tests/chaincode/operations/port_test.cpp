// SPDX-License-Identifier: Apache-2.0
#include "chaincode/operations/port.hpp"

#include <doctest/doctest.h>

#include "tests/support/raw_http.hpp"

using namespace tradelane;
using operations::Port;

namespace {

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
