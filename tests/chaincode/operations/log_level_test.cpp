// SPDX-License-Identifier: Apache-2.0
#include "chaincode/operations/log_level.hpp"

#include <doctest/doctest.h>

#include "tests/support/raw_http.hpp"

using namespace tradelane;
using operations::Port;

namespace {

struct Fixture {
  Log log{2, LogLevel::error};
  Port port{"127.0.0.1", 0, {{"/logspec", operations::log_level_page(log)}}, log};
  Fixture() { REQUIRE(port.start().ok()); }

  /// Status and body.
  std::string put(const std::string& body) const {
    const std::string answer =
        test::raw_exchange(port.port(), "PUT /logspec HTTP/1.1\r\nHost: x\r\nContent-Length: " +
                                            std::to_string(body.size()) + "\r\n\r\n" + body);
    return answer.substr(9, 3) + " " + answer.substr(answer.find("\r\n\r\n") + 4);
  }
};

}  // namespace

TEST_CASE_FIXTURE(Fixture, "log level: asked for and changed as with Fabric's programs") {
  CHECK(test::http_get(port.port(), "/logspec") == "200 {\"spec\":\"error\"}\n");
  struct Row {
    const char* body;
    LogLevel level;
    const char* shown;
  };
  const Row rows[] = {{R"({"spec":"warn"})", LogLevel::warn, "warn"},
                      {R"({"spec":"WARNING"})", LogLevel::warn, "warn"},
                      {" { \"spec\" :\t\"error\" }\r\n", LogLevel::error, "error"}};
  for (const Row& row : rows) {
    CAPTURE(row.body);
    CHECK(put(row.body) == "204 ");
    CHECK(log.lowest() == row.level);
    CHECK(test::http_get(port.port(), "/logspec") ==
          "200 {\"spec\":\"" + std::string(row.shown) + "\"}\n");
  }
}

TEST_CASE_FIXTURE(Fixture, "log level: what is no level is refused and changes nothing") {
  for (const char* wrong :
       {"", "info", "\"info\"", "{}", "[]", R"({"spec":"loud"})", R"({"spec":""})",
        R"({"spec":info})", R"({"spec":"info)", R"({"spec":"info"}x)", R"({"spec":"info","a":1})",
        R"({"Spec":"info"})", R"({"spec":"a=info"})", R"({"spec":"in\u0066o"})",
        R"({"spec":"info:debug"})"}) {
    CAPTURE(wrong);
    CHECK(put(wrong) == "400 {\"error\":\"spec: one of debug, info, warn and error is needed\"}\n");
    CHECK(log.lowest() == LogLevel::error);
  }
}
