// SPDX-License-Identifier: Apache-2.0
// Whoever is suspended acts nowhere: each step of the story as it would go if the one who submits
// it, or one who has signed it, had been suspended right before.
#include <set>

#include <doctest/doctest.h>

#include "tests/scenario/memory_backend.hpp"
#include "tests/scenario/player.hpp"
#include "tests/scenario/steps.hpp"

using namespace tradelane;
using namespace tradelane::scenario;

namespace {

/// Who acts in a step: its submitter, and the companies whose signatures it carries.
std::set<std::string> actors_of(const Step& step) {
  std::set<std::string> out{step.by};
  for (const SignedBy& signature : step.signatures) out.insert(signature.alias);
  return out;
}

}  // namespace

TEST_CASE("suspension: stops every act of the story, by certificate and by signature") {
  const Setting setting{};
  MemoryBackend backend(setting);
  std::map<std::string, std::set<std::string>> still_possible;
  std::set<std::string> stopped;
  for (const Step& step : story(setting)) {
    CAPTURE(step.number + " " + step.what);
    if (!step.refused) {
      const Call call = call_of(step, sealed(step, setting));
      for (const std::string& alias : actors_of(step)) {
        const auto receipt = backend.probe_without(alias, call);
        if (!receipt) continue;
        if (receipt->ok()) still_possible[step.transaction].insert(alias);
        if (!receipt->ok()) CHECK(receipt->token == "PARTY_INACTIVE");
        stopped.insert(step.transaction);
      }
    }
    REQUIRE(play(backend, step, setting).problem == "");
  }
  // Withdrawing a consent is as easy as giving it: the provider may bring what the owner has
  // signed.
  CHECK(still_possible ==
        std::map<std::string, std::set<std::string>>{{"consent:Revoke", {"EXP"}}});
  // All but the one that comes before there are parties.
  CHECK(stopped.size() == 27);
}
