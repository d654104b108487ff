// SPDX-License-Identifier: Apache-2.0
// The same story as in memory and on the embedded peer, on Fabric's own peers and orderer.
#include <doctest/doctest.h>

#include "tests/fabric/fabric_backend.hpp"
#include "tests/scenario/ending.hpp"
#include "tests/scenario/player.hpp"
#include "tests/scenario/steps.hpp"

using namespace tradelane;
using namespace tradelane::scenario;

TEST_CASE("fabric: the story has the same steps, refusals and end as in memory") {
  const Setting setting = setting_of_now();
  fabric::FabricBackend backend(setting);
  const std::string before = backend.mark();
  for (const Step& step : story(setting)) {
    CAPTURE(step.number + " " + step.what + ": " + step.transaction);
    CHECK(play(backend, step, setting).problem == "");
  }
  CHECK(backend.mark() != before);
  CHECK(ending(backend) == expected_ending);
}

TEST_CASE("fabric: the title story has the same steps as in memory") {
  const Setting setting = setting_of_now();
  fabric::FabricBackend backend(setting);
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
