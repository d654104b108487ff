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
             {"/readyz", [] { return operations::Answer{.status = 503, .body = "no"}; }}},
            log};
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
  CHECK(status("GET /healthz HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n\r\nx") == "413");
  CHECK(status("GET /healthz HTTP/1.1\r\nX: " + std::string(9000, 'x') + "\r\n\r\n") == "431");
  CHECK(status("nonsense\r\n\r\n") == "");
  CHECK(test::http_get(port.port(), "/healthz") == "200 ok");
}

TEST_CASE_FIXTURE(Fixture, "operations: a port that is taken, and what is no address") {
  Port second("127.0.0.1", port.port(), {}, log);
  const auto started = second.start();
  REQUIRE_FALSE(started.ok());
  CHECK(started.error().detail.find(std::to_string(port.port())) != std::string::npos);
  Port nowhere("localhost", 0, {}, log);
  CHECK_FALSE(nowhere.start().ok());
}
