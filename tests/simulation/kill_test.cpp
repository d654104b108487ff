// SPDX-License-Identifier: Apache-2.0
// Each of the six processes is killed as by kill -9 while a call through it is in flight, at three
// named places each; then the story goes on. What is on the ledger at the end is what an
// undisturbed run leaves: no effect is lost, none is there twice. Tests also:
// tests/scenario/stage.cpp, tests/scenario/staged_story.cpp, tests/scenario/embedded_ground.cpp
#include <chrono>
#include <set>

#include <doctest/doctest.h>

#include "tests/scenario/ending.hpp"
#include "tests/scenario/staged_story.hpp"
#include "tests/simulation/ledger_image.hpp"
#include "tests/support/temp_folder.hpp"

using namespace tradelane;
using namespace tradelane::scenario;
using simulation::LedgerImage;

namespace {

struct Run {
  LedgerImage image;
  std::string ending;
  std::vector<std::string> mended;
};

Setting now() {
  const auto clock = std::chrono::system_clock::now().time_since_epoch();
  return {.start = Timestamp{std::chrono::duration_cast<std::chrono::seconds>(clock).count()}};
}

Run play(const std::vector<Fatality>& fatalities) {
  const test::TempFolder folder;
  const Setting setting = now();
  Stage stage(folder.path(), setting, embedded_ground(folder.path(), setting), fatalities);
  Run out;
  try {
    StagedStory played(stage, setting);
    for (std::size_t i = 0; i < played.size(); ++i) {
      const Told told = played.play(i);
      CAPTURE(told.step.number + " " + told.step.what + ": " + told.step.transaction);
      CHECK(told.played.problem == "");
    }
    out.ending = ending(played.clients());
  } catch (const std::exception& error) {
    FAIL(error.what() << "\n" << stage.last_words());
  }
  out.mended = stage.mended();
  stage.stop();
  out.image = simulation::read_ledger(embedded_ledger(folder.path()), setting.chaincode);
  return out;
}

const Run& undisturbed() {
  static const Run run = play({});
  return run;
}

/// Each part dies once, at its place.
void check_killed(const std::vector<Fatality>& fatalities) {
  REQUIRE(undisturbed().mended.empty());
  const Run run = play(fatalities);
  std::set<std::string> died;
  for (const Fatality& fatality : fatalities) died.insert(fatality.part);
  CHECK(std::set<std::string>(run.mended.begin(), run.mended.end()) == died);
  CHECK(run.mended.size() == died.size());
  CHECK(run.ending == expected_ending);
  CHECK(simulation::difference(undisturbed().image, run.image) == "");
  CHECK(run.image.effects.size() == 5);
  for (const auto& [record, count] : run.image.effects) CHECK(count == 1);
}

}  // namespace

TEST_CASE("kill: without a death every record has one effect, and the story ends as it must") {
  CHECK(undisturbed().ending == expected_ending);
  CHECK(undisturbed().image.effects.size() == 5);
  CHECK(undisturbed().image.events.size() > 60);
  CHECK(undisturbed().image.private_values.at("BankHMSP") > 0);
}

TEST_CASE("kill: with the call taken, and nothing of it passed on") {
  check_killed({{part::chaincode, "shim.begun@40"},
                {part::devpeer, "kill-endorsed=30"},
                {part::node, "node.signed@2"},
                {part::cdi, "simulated-cdi.journalled"},
                {part::shanghai_adapter, "shanghai.pulled@3"},
                {part::cdi_adapter, "cdi.received@2"}});
}

TEST_CASE("kill: with the call passed on, and no answer yet") {
  check_killed({{part::chaincode, "shim.asked@300"},
                {part::devpeer, "kill-ordered=41"},
                {part::node, "node.published@4"},
                {part::cdi, "simulated-cdi.sent@2"},
                {part::shanghai_adapter, "feed.kept@2"},
                {part::cdi_adapter, "feed.sent@3"}});
}

TEST_CASE("kill: with the answer there, and not handed back") {
  check_killed({{part::chaincode, "shim.executed@90"},
                {part::devpeer, "kill-committed=52"},
                {part::node, "node.answering@20"},
                {part::cdi, "simulated-cdi.answered@4"},
                {part::shanghai_adapter, "feed.committed@4"},
                {part::cdi_adapter, "cdi.delivered"}});
}
