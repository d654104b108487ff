// SPDX-License-Identifier: Apache-2.0
// The same story as on the ledger in memory, on a network: chaincode server, peer and gateway
// clients over mutual TLS.
#include <chrono>

#include <doctest/doctest.h>

#include "tests/scenario/ending.hpp"
#include "tests/scenario/network_backend.hpp"
#include "tests/scenario/player.hpp"
#include "tests/scenario/steps.hpp"

using namespace tradelane;
using namespace tradelane::scenario;

TEST_CASE("network: the story has the same steps, refusals and end as in memory") {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  const Setting setting{
      .start = Timestamp{std::chrono::duration_cast<std::chrono::seconds>(now).count()}};
  NetworkBackend backend(setting);
  const std::string before = backend.mark();
  for (const Step& step : story(setting)) {
    CAPTURE(step.number + " " + step.what + ": " + step.transaction);
    CHECK(play(backend, step, setting).problem == "");
  }
  CHECK(backend.mark() != before);
  CHECK(ending(backend) == expected_ending);
}
