// SPDX-License-Identifier: Apache-2.0
#include "chaincode/contracts/ebl/effects.hpp"

#include <doctest/doctest.h>

#include "tests/chaincode/contracts/ebl/ebl_world.hpp"

using namespace tradelane;
using namespace tradelane::ebl;

TEST_CASE_FIXTURE(EblWorld, "advance: one more, linked, and never earlier than before") {
  issue();
  const Bill old = bill();
  const Move early{.action_code = "TEST",
                   .actor = old.issuer,
                   .time = old.at.plus_seconds(-60),
                   .txid = "t",
                   .act = *Digest::parse(std::string(64, '7'))};
  world.state.apply(advance(ledger::Reader(world.state), old, early, "ebl.Test"));
  CHECK(bill().seq == 2);
  CHECK(bill().at == old.at);
  CHECK(bill().last_act == early.act);
  const auto step = ledger::Reader(world.state).find(key::step(old.id, 2));
  CHECK(step->prev_hash == old.head_hash);
}

TEST_CASE_FIXTURE(EblWorld, "a pledge is bound for its loan only, and released for good") {
  deliver();
  const LoanId one = *LoanId::parse(loan());
  CHECK_FALSE(can_be_bound(bill(), one));
  CHECK(signed_by("IMP", "Pledge", 3, offer("BKH")).ok());
  CHECK_FALSE(can_be_bound(bill(), one));
  CHECK(as("BKH", "AcceptPledge", accept()).ok());
  CHECK(can_be_bound(bill(), one));
  CHECK_FALSE(can_be_bound(bill(), *LoanId::parse(test::party_id("L2").text())));
  CHECK_FALSE(can_be_bound(bound(bill()), one));
  CHECK_FALSE(released(bound(bill())).pledge);
}
