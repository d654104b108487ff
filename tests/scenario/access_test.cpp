// SPDX-License-Identifier: Apache-2.0
// Deny by default: each step of the story sent by everyone else of the cast, with the very same
// arguments, signatures and openings.
#include <map>
#include <set>

#include <doctest/doctest.h>

#include "tests/scenario/memory_backend.hpp"
#include "tests/scenario/player.hpp"
#include "tests/scenario/steps.hpp"

using namespace tradelane;
using namespace tradelane::scenario;

TEST_CASE("access: who else could have sent each step") {
  const Setting setting{};
  MemoryBackend backend(setting);
  std::map<std::string, std::set<std::string>> others;
  for (const Step& step : story(setting)) {
    if (step.refused) {
      play(backend, step, setting);
      continue;
    }
    const Json args = sealed(step, setting);
    auto& allowed = others[step.transaction];
    for (const auto& [alias, role] : test::cast().all()) {
      if (alias == step.by) continue;
      Call call = call_of(step, args);
      call.by = alias;
      const Receipt receipt = backend.probe(call);
      if (receipt.ok()) allowed.insert(alias);
    }
    REQUIRE(play(backend, step, setting).problem == "");
  }
  using Names = std::set<std::string>;
  // A company's signed act may be brought by its organisation or by that of whom it is addressed
  // to: BankSMSP for EXP, BankHMSP for IMP, DataMSP for consents.
  const std::map<std::string, Names> expected{
      {"consent:Grant", {"BKH", "BKS", "EXP", "IMP", "SDN"}},
      {"consent:Revoke", {"BKS", "EXP", "SDN"}},
      {"ebl:AcceptTransfer", {"BKH"}},
      {"ebl:Pledge", {"BKH"}},
      {"ebl:RequestSurrender", {"BKH"}},
      {"ebl:Transfer", {"BKS"}},
      {"finance:Accept", {"IMP"}},
      {"party:AcceptTerms", {"BKH", "BKS"}},
      // Asks in its own name, and is denied in the journal.
      {"consent:Decide", {"BK2", "BKH"}},
      // Opens a facility of its own.
      {"finance:OpenFacility", {"BK2", "BKH", "BKS"}},
      // Whoever can open the facts: the verdict is the same.
      {"evidence:Match", {"BK2", "BKH", "BKS", "CAR", "CDP", "IMP", "OPR", "SDN"}}};
  for (const auto& [transaction, allowed] : others) {
    CAPTURE(transaction);
    const auto row = expected.find(transaction);
    CHECK(allowed == (row == expected.end() ? Names{} : row->second));
  }
  CHECK(others.size() == 28);
}
