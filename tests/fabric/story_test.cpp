// SPDX-License-Identifier: Apache-2.0
// The same story as in memory and on the embedded peer, on Fabric's own peers and orderer.
#include <chrono>

#include <doctest/doctest.h>

#include "tests/fabric/fabric_backend.hpp"
#include "tests/scenario/ending.hpp"
#include "tests/scenario/player.hpp"
#include "tests/scenario/steps.hpp"

using namespace tradelane;
using namespace tradelane::scenario;

namespace {

Setting now() {
  const auto clock = std::chrono::system_clock::now().time_since_epoch();
  return {.start = Timestamp{std::chrono::duration_cast<std::chrono::seconds>(clock).count()}};
}

}  // namespace

TEST_CASE("fabric: the story has the same steps, refusals and end as in memory") {
  const Setting setting = now();
  fabric::FabricBackend backend(setting);
  const std::string before = backend.mark();
  for (const Step& step : story(setting)) {
    CAPTURE(step.number + " " + step.what + ": " + step.transaction);
    CHECK(play(backend, step, setting).problem == "");
  }
  CHECK(backend.mark() != before);
  CHECK(ending(backend) == expected_ending);
}
