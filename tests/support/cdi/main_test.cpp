// SPDX-License-Identifier: Apache-2.0
// The process: killed at each of its fault points it comes back and brings its act to an end.
#include <csignal>

#include <doctest/doctest.h>

#include "adapters/http/server.hpp"
#include "chaincode/base/fault_point.hpp"
#include "chaincode/codec/json.hpp"
#include "tests/support/deadline.hpp"
#include "tests/support/http.hpp"
#include "tests/support/process.hpp"
#include "tests/support/temp_folder.hpp"

using namespace tradelane;
using test::Process;

namespace {

/// Grants everything.
struct Adapter {
  Log log{-1};
  http::Server server{{},
                      [](const http::Request& request) {
                        return http::Response{.status = 200, .body = canonical(Json(request.path))};
                      },
                      log};
  Adapter() { REQUIRE(server.start().ok()); }
};

std::vector<std::string> command(const std::string& data, std::uint16_t adapter) {
  return {test::program("simulated-cdi"), "--data", data, "--adapter",
          "http://127.0.0.1:" + std::to_string(adapter)};
}

std::uint16_t port_of(Process& cdi) {
  const std::string line = cdi.read_line();
  CHECK(line.find("simulated") != std::string::npos);
  return static_cast<std::uint16_t>(std::stoi(line.substr(line.rfind(':') + 1)));
}

test::HttpAnswer grant(std::uint16_t port) {
  return test::http_exchange(port, {.method = "POST",
                                    .target = "/v1/simulation/grant",
                                    .body = R"({"args":{"consentId":"C1"}})"});
}

}  // namespace

TEST_CASE("simulated cdi process: an act ends once, wherever the process is killed") {
  if (!has_fault_points) return;
  for (const char* point :
       {"simulated-cdi.journalled", "simulated-cdi.sent", "simulated-cdi.answered"}) {
    CAPTURE(point);
    const test::TempFolder folder;
    Adapter adapter;
    {
      Process cdi(command(folder.path(), adapter.server.port()), "", point);
      CHECK(grant(port_of(cdi)).status == 0);
      CHECK(cdi.wait() == 128 + SIGKILL);
    }
    Process cdi(command(folder.path(), adapter.server.port()));
    const std::uint16_t port = port_of(cdi);
    test::HttpAnswer answer = grant(port);
    for (const test::Deadline deadline; answer.status == 202 && !deadline.is_over();)
      answer = grant(port);
    CHECK(answer.status == 200);
    CHECK(answer.body == R"("/v1/cdi/consents/C1:grant")");
  }
}

TEST_CASE("simulated cdi process: without an adapter the act waits, and a wrong command is told") {
  const test::TempFolder folder;
  Process cdi(command(folder.path(), 1));
  CHECK(grant(port_of(cdi)).status == 202);
  for (const char* adapter : {"https://127.0.0.1:1", "http://10.0.0.1:1", "http://127.0.0.1:x"}) {
    Process wrong({test::program("simulated-cdi"), "--data", folder.path(), "--adapter", adapter});
    CHECK(wrong.wait() == 2);
  }
}
