// SPDX-License-Identifier: Apache-2.0
#include "chaincode/server/self_probe.hpp"

#include <doctest/doctest.h>

#include "tests/support/eventually.hpp"

using namespace tradelane;
using namespace std::chrono_literals;
using server::SelfProbe;

namespace {

struct Fixture {
  Log log{-1};  // nowhere
  std::atomic<int> dials = 0;
  std::atomic<bool> answers = true;
  std::function<Result<>()> dial = [this]() -> Result<> {
    ++dials;
    if (answers) return Done{};
    return refuse(Code::arg_malformed, "", "no answer");
  };

  bool dialled_again(int more) {
    const int before = dials;
    return test::eventually([&] { return dials >= before + more; });
  }
};

}  // namespace

TEST_CASE_FIXTURE(Fixture, "self-probe: well while it is answered") {
  SelfProbe probe(dial, {.interval = 1ms}, log);
  CHECK(probe.is_answered());
  CHECK_FALSE(probe.complaint());
  probe.start();
  CHECK(dialled_again(5));
  CHECK(probe.is_answered());
  CHECK_FALSE(probe.has_given_up());
  CHECK_FALSE(probe.complaint());
}

TEST_CASE_FIXTURE(Fixture,
                  "self-probe: the third failure in a row is the end, an answer before is not") {
  answers = false;
  std::atomic<int> allowed = 0;
  const auto when_allowed = [&]() -> Result<> {
    if (!test::eventually([&] { return allowed > 0; })) return Done{};
    --allowed;
    return dial();
  };
  SelfProbe probe(when_allowed, {.interval = 1ms, .failures = 3}, log);
  probe.start();
  const auto step = [&](int more) {
    const int before = dials;
    allowed += more;
    REQUIRE(test::eventually([&] { return dials == before + more && allowed == 0; }));
  };
  step(2);
  CHECK(test::eventually([&] { return !probe.is_answered(); }));
  CHECK_FALSE(probe.has_given_up());
  CHECK_FALSE(probe.complaint());
  answers = true;
  step(1);
  CHECK(test::eventually([&] { return probe.is_answered(); }));
  answers = false;
  step(3);
  CHECK(test::eventually([&] { return probe.has_given_up(); }));
  CHECK(probe.complaint() == "no listener answers");
  allowed = 1000;
}

TEST_CASE_FIXTURE(Fixture, "self-probe: once stopped all is well, and nobody is dialled") {
  answers = false;
  SelfProbe probe(dial, {.interval = 1ms, .failures = 1}, log);
  probe.start();
  CHECK(test::eventually([&] { return probe.has_given_up(); }));
  probe.stop();
  const int before = dials;
  CHECK(probe.is_answered());
  CHECK_FALSE(probe.complaint());
  CHECK(dials == before);
}

TEST_CASE_FIXTURE(Fixture, "self-probe: one that has fallen silent is a complaint itself") {
  SelfProbe probe(dial, {.interval = 10min}, log);
  probe.start();
  const auto begun = SelfProbe::Clock::now();
  CHECK_FALSE(probe.complaint(begun + 30min));
  CHECK(probe.complaint(begun + 30min + 6s) == "the probe of the listeners is stuck");
}
