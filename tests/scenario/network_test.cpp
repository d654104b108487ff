// SPDX-License-Identifier: Apache-2.0
// The same story as on the ledger in memory, on a network: chaincode server, peer and gateway
// clients over mutual TLS.
#include <chrono>

#include <doctest/doctest.h>
#include <fcntl.h>
#include <unistd.h>

#include "tests/scenario/ending.hpp"
#include "tests/scenario/network_backend.hpp"
#include "tests/scenario/player.hpp"
#include "tests/scenario/secrets.hpp"
#include "tests/scenario/steps.hpp"

using namespace tradelane;
using namespace tradelane::scenario;

namespace {

Setting now() {
  const auto clock = std::chrono::system_clock::now().time_since_epoch();
  return {.start = Timestamp{std::chrono::duration_cast<std::chrono::seconds>(clock).count()}};
}

/// Standard error goes into a file while this lives.
class CapturedErrors {
 public:
  CapturedErrors() : kept_(::dup(STDERR_FILENO)) {
    const int file = ::open(folder_.file("log").c_str(), O_CREAT | O_RDWR | O_CLOEXEC, 0600);
    ::dup2(file, STDERR_FILENO);
    ::close(file);
  }
  ~CapturedErrors() {
    ::dup2(kept_, STDERR_FILENO);
    ::close(kept_);
  }
  CapturedErrors(const CapturedErrors&) = delete;
  CapturedErrors& operator=(const CapturedErrors&) = delete;
  std::string text() const { return folder_.read("log"); }

 private:
  test::TempFolder folder_;
  int kept_;
};

}  // namespace

TEST_CASE("network: the story has the same steps, refusals and end as in memory") {
  const Setting setting = now();
  NetworkBackend backend(setting);
  const std::string before = backend.mark();
  for (const Step& step : story(setting)) {
    CAPTURE(step.number + " " + step.what + ": " + step.transaction);
    CHECK(play(backend, step, setting).problem == "");
  }
  CHECK(backend.mark() != before);
  CHECK(ending(backend) == expected_ending);
}

TEST_CASE("network: no log shows a private value, however much is logged") {
  const Setting setting = now();
  const CapturedErrors errors;
  {
    NetworkBackend backend(setting, LogLevel::debug);
    for (const Step& step : story(setting)) REQUIRE(play(backend, step, setting).problem == "");
  }
  const std::string log = errors.text();
  CHECK(log.find(R"("function":"RecordRepayment")") != std::string::npos);
  for (const std::string& canary : secrets_of_the_story(setting).canaries) {
    CAPTURE(canary);
    CHECK_FALSE((is_long(canary) && shows(log, canary)));
  }
}

TEST_CASE("network: the title story has the same steps as in memory") {
  const Setting setting = now();
  NetworkBackend backend(setting);
  for (const Step& step : title_story(setting)) {
    CAPTURE(step.what);
    CHECK(play(backend, step, setting).problem == "");
  }
  for (const Query& ask : title_queries()) {
    const Receipt answer =
        backend.query({.by = ask.by, .function = ask.function, .args = ask.args});
    CHECK_MESSAGE(answer.ok(), ask.function << ": " << answer.message);
  }
}
