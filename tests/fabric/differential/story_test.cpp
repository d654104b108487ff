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

namespace {

auto networks_of_the_story(const Setting& setting) {
  return differential::Cast{.line = this_run().line,
                            .channel = setting.channel,
                            .msps = msps_of("OCDHS2"),
                            .users = fabric::users_of_the_story(),
                            .chaincode = setting.chaincode,
                            .is_probe = false,
                            .batch_ms = 20};
}

void check_no_difference(Networks& networks, const std::string& what) {
  networks.compare_ledgers();
  const auto differences = networks.twin().differences();
  std::cout << "differential: Fabric " << fabric::text_of(this_run().line) << ", " << what << ", "
            << networks.twin().submits() << " submits, " << networks.twin().evaluates()
            << " evaluates; " << differences.size() << " differ\n";
  for (const std::string& difference : differences) std::cout << difference << "\n";
  CHECK(differences.empty());
}

}  // namespace

TEST_CASE("differential: the title story has the same answers, sets and codes") {
  const Setting setting = setting_of_now();
  Networks networks(networks_of_the_story(setting));
  TwinBackend backend(networks);
  for (const Step& step : title_story(setting)) {
    CAPTURE(step.what);
    CHECK(play(backend, step, setting).problem == "");
  }
  for (const Query& ask : title_queries()) {
    const Receipt answer =
        backend.query({.by = ask.by, .function = ask.function, .args = ask.args});
    CHECK_MESSAGE(answer.ok(), ask.function << ": " << answer.message);
  }
  check_no_difference(networks, "the title story");
}

TEST_CASE("differential: the story has the same answers, sets and codes") {
  const Setting setting = setting_of_now();
  Networks networks(networks_of_the_story(setting));
  TwinBackend backend(networks);
  for (const Step& step : story(setting)) {
    CAPTURE(step.number + " " + step.what + ": " + step.transaction);
    CHECK(play(backend, step, setting).problem == "");
  }
  CHECK(ending(backend) == expected_ending);
  check_no_difference(networks, "the story");
}
