// SPDX-License-Identifier: Apache-2.0
// The story's calls and refusals through our own contracts, on both networks at once.
#include <iostream>

#include <doctest/doctest.h>

#include "tests/fabric/differential/run.hpp"
#include "tests/fabric/differential/twin_backend.hpp"
#include "tests/fabric/story_network.hpp"
#include "tests/scenario/ending.hpp"
#include "tests/scenario/player.hpp"
#include "tests/scenario/steps.hpp"

using namespace tradelane;
using namespace tradelane::differential;
using namespace tradelane::scenario;

TEST_CASE("differential: the story has the same answers, sets and codes") {
  const Setting setting = setting_of_now();
  Networks networks({.line = this_run().line,
                     .channel = setting.channel,
                     .msps = msps_of("OCDHS2"),
                     .users = fabric::users_of_the_story(),
                     .chaincode = setting.chaincode,
                     .is_probe = false,
                     .batch_ms = 20});
  TwinBackend backend(networks);
  for (const Step& step : story(setting)) {
    CAPTURE(step.number + " " + step.what + ": " + step.transaction);
    CHECK(play(backend, step, setting).problem == "");
  }
  CHECK(ending(backend) == expected_ending);
  networks.compare_ledgers();
  const auto differences = networks.twin().differences();
  std::cout << "differential: Fabric " << fabric::text_of(this_run().line) << ", the story, "
            << networks.twin().submits() << " submits, " << networks.twin().evaluates()
            << " evaluates; " << differences.size() << " differ\n";
  for (const std::string& difference : differences) std::cout << difference << "\n";
  CHECK(differences.empty());
}
