// SPDX-License-Identifier: Apache-2.0
// The story can fail: what the player and the ledger in memory notice.
#include "tests/scenario/player.hpp"

#include <doctest/doctest.h>

#include "tests/scenario/memory_backend.hpp"
#include "tests/scenario/steps.hpp"
#include "tests/support/edit.hpp"

using namespace tradelane;
using namespace tradelane::scenario;

namespace {

const Setting setting{};

/// Everyone is admitted and the feeds are open; the next step is the publication of D1.
struct Beginning {
  MemoryBackend backend{setting};
  Step next = publish("D1", setting);

  Beginning() {
    for (const Step& step : story(setting)) {
      if (step.transaction == "evidence:Submit") return;
      REQUIRE(play(backend, step, setting).problem == "");
    }
  }
  std::string problem(const Step& step) { return play(backend, step, setting).problem; }
};

}  // namespace

TEST_CASE_FIXTURE(Beginning, "player: another answer, another event, a refusal") {
  const std::string tells[] = {"answers", "answers", "refused: FEED_UNKNOWN", "tells"};
  Step steps[] = {next, next, next, next};
  steps[0].seq = 2;
  steps[1].id = "other";
  steps[2].args =
      test::with(next.args, "envelope", test::with(*next.args.find("envelope"), "feedId", "none"));
  steps[3].more_entries = {{.type = "evidence.Submit", .id = "other"}};
  for (std::size_t i = 0; i < 4; ++i) {
    CAPTURE(i);
    Beginning fresh;
    CHECK(fresh.problem(steps[i]).starts_with(tells[i]));
  }
}

TEST_CASE_FIXTURE(Beginning, "player: a refusal that does not come, or comes with another code") {
  Step step = next;
  step.refused = {403, "FEED_SIG_INVALID"};
  const std::string passed = problem(step);
  CHECK(passed.starts_with("is not refused with FEED_SIG_INVALID"));
  CHECK(passed.ends_with("and something was written"));
  Step forged = forged_version(setting);
  forged.refused = {403, "FEED_SEQ_GAP"};
  CHECK(problem(forged).starts_with("is not refused with FEED_SEQ_GAP"));
  forged.refused = {409, "FEED_SIG_INVALID"};
  CHECK(problem(forged).starts_with("is not refused"));
}

TEST_CASE_FIXTURE(Beginning, "memory: a commit needs the endorsers that Fabric asks for") {
  const auto sends = [&](Step step, const std::string& endorsers) {
    step.endorsers = endorsers;
    Beginning fresh;
    fresh.problem(step);
  };
  CHECK_NOTHROW(sends(next, "OD"));
  CHECK_THROWS_AS(sends(next, "O"), Fault);
  CHECK_THROWS_AS(sends(next, "D"), Fault);
  CHECK_THROWS_AS(sends(next, "OH"), Fault);
  const Step bill = issue_bill("B1");
  CHECK_NOTHROW(sends(bill, "OCS"));
  CHECK_THROWS_AS(sends(bill, "OC"), Fault);  // the holder's collection
  Step carriers_own = bill;
  carriers_own.by = "CAR";
  CHECK_THROWS_AS(sends(carriers_own, "OS"), Fault);
}

TEST_CASE_FIXTURE(Beginning, "memory: a commit needs the endorsers that a bill asks for itself") {
  for (const Step& step : {issue_bill("B1"), transfer_bill(), accept_transfer()})
    REQUIRE(problem(step) == "");
  Step request = request_surrender();
  request.seq = 4;
  request.signatures.at(0).seq = 3;
  REQUIRE(problem(request) == "");
  Step answer = answer_surrender();
  answer.seq = 5;
  answer.endorsers = "OC";
  CHECK_THROWS_AS(problem(answer), Fault);  // the holder's organisation
  answer.endorsers = "OHC";
  CHECK(problem(answer) == "");
}

TEST_CASE_FIXTURE(Beginning, "memory: the mark changes with every write, private or public") {
  const std::string before = backend.mark();
  CHECK(problem(next) == "");
  const std::string after = backend.mark();
  CHECK(after != before);
  CHECK(problem(issue_bill("B1")) == "");
  CHECK(backend.mark() != after);
}
