// SPDX-License-Identifier: Apache-2.0
// The contract beside a second opinion that shares nothing with it (ebl.md 8.5, 3): a short walk.
// The long one is a program of its own: ebl_walk [ACTS [SEED]].
#include "tests/chaincode/contracts/ebl/oracle/walk.hpp"

#include <doctest/doctest.h>

#include "chaincode/contracts/ebl/keys.hpp"

using namespace tradelane;
using oracle::Act;
using oracle::Oracle;
using oracle::Walk;
using test::Answer;

namespace {

constexpr std::uint64_t seed = 20'260'305;

/// Changes the record of the act's bill behind the contract's back.
template <class Change>
auto rewritten(const std::string& verb, Change change) {
  return [=](const Act& act, ledger::MemoryView& state, Answer& answer) {
    if (act.verb != verb || !answer.ok() || answer.changes.empty()) return;
    const auto place = ebl::key::bill(*ebl::BillId::parse(act.bill));
    ebl::Bill bill = *ledger::Reader(state).find(place);
    change(bill);
    state.apply(ledger::Changes{}.put(place, bill));
  };
}

}  // namespace

TEST_CASE("walk: contract and oracle say the same of acts at random") {
  Walk walk(seed);
  CHECK(walk.run(6'000) == "");
  CAPTURE(walk.table());
  for (const std::string& verb : Oracle::verbs()) {
    CAPTURE(verb);
    const auto counts = walk.counts().find(verb);
    REQUIRE(counts != walk.counts().end());
    CHECK(counts->second.contains("done"));
  }
}

TEST_CASE("walk: each seeded bug is seen") {
  using Bug = std::function<void(const Act&, ledger::MemoryView&, Answer&)>;
  const std::vector<std::pair<std::string, Bug>> bugs{
      {"the former holder keeps the bill",
       rewritten("AcceptTransfer", [](ebl::Bill& bill) { bill.holder = *bill.prev_holder; })},
      {"a refused surrender forgets the owner",
       rewritten("AnswerSurrender", [](ebl::Bill& bill) { bill.owner = bill.issuer; })},
      {"a released pledge stays",
       rewritten("ReleasePledge",
                 [](ebl::Bill& bill) { bill.pledge = ebl::Pledge{.pledgee = bill.issuer}; })},
      {"time runs back",
       rewritten("Transfer", [](ebl::Bill& bill) { bill.at = bill.at.plus_seconds(-1); })},
      {"a stranger is let in",
       [](const Act& act, ledger::MemoryView&, Answer& answer) {
         if (act.verb == "Transfer" && answer.token == "EBL_NOT_HOLDER") answer = {.status = 200};
       }},
      {"a refusal has another code",
       [](const Act&, ledger::MemoryView&, Answer& answer) {
         if (answer.token == "EBL_STATE") answer.token = "EBL_PLEDGED";
       }},
      {"a step names another",
       [](const Act& act, ledger::MemoryView& state, Answer& answer) {
         if (!answer.ok() || act.verb != "Pledge" || answer.changes.empty()) return;
         const auto id = *ebl::BillId::parse(act.bill);
         const auto place = ebl::key::step(id, answer.integer("seq"));
         ebl::Step step = *ledger::Reader(state).find(place);
         step.recipient = step.actor;
         state.apply(ledger::Changes{}.put(place, step));
       }},
      {"a link of the chain is broken",
       [](const Act& act, ledger::MemoryView& state, Answer& answer) {
         if (!answer.ok() || act.verb != "Pledge" || answer.changes.empty()) return;
         const auto id = *ebl::BillId::parse(act.bill);
         const auto place = ebl::key::step(id, answer.integer("seq"));
         ebl::Step step = *ledger::Reader(state).find(place);
         step.txid += "0";
         state.apply(ledger::Changes{}.put(place, step));
       }},
      {"a write besides", [](const Act&, ledger::MemoryView&, Answer& answer) {
         if (answer.token == "EBL_UNKNOWN") answer.changes.set_event("tradelane.v1", "[]");
       }}};
  for (const auto& [what, bug] : bugs) {
    CAPTURE(what);
    Walk walk(seed);
    walk.ground().bug = bug;
    CHECK(walk.run(2'000) != "");
  }
}
