// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "tests/chaincode/contracts/ebl/seeds.hpp"

using namespace tradelane;
using namespace tradelane::ebl;
using ledger::Changes;

namespace {

void nothing(Bill&) {}
void held_by_bank(Bill& bill) { bill.holder = test::party_id("BK2"); }

}  // namespace

TEST_CASE_FIXTURE(Seeds, "invariants: I10, seeded bugs in the chain") {
  issue();
  CHECK(is_sound(written(nothing)));
  CHECK(breaks("I10", written(nothing, remark(), {.step = false})));
  CHECK(breaks("I10", written([](Bill& b) { b.seq += 1; })));
  CHECK(breaks("I10", written(nothing, remark(), {}, [](Step& s) { s.prev_hash.reset(); })));
  const auto first = *ledger::Reader(world.state).find(key::step(bill_key(), 1));
  CHECK(breaks("I10", Changes{}.put(key::step(bill_key(), 1), first)));
  CHECK(breaks("I10", Changes{}.erase(key::step(bill_key(), 1))));
  // Possession and title are where the step says.
  CHECK_FALSE(breaks("I10", written(held_by_bank, move("TRANSFER", "EXP", "BK2"))));
  CHECK(breaks("I10", written(held_by_bank)));
  CHECK(breaks("I10", written(held_by_bank, move("TRANSFER", "EXP", "BKS"))));
  CHECK(breaks("I10", written([](Bill& b) { b.owner = party("BK2"); })));
}

TEST_CASE_FIXTURE(Seeds, "invariants: I13, seeded bugs in the event") {
  issue();
  CHECK(breaks("I13", written(nothing, remark(), {.entry = false})));
  const auto told = [&](const std::string& about, std::int64_t seq) {
    return written(nothing, remark(), {.entry = false})
        .emit({.type = "ebl.Test", .id = about, .seq = seq});
  };
  CHECK_FALSE(breaks("I13", told(test::bill_id("B1"), 2)));
  CHECK(breaks("I13", told(test::bill_id("B1"), 1)));
  CHECK(breaks("I13", told(test::bill_id("B2"), 2)));
}

TEST_CASE_FIXTURE(Seeds, "invariants: I14, seeded bugs in who is asked to endorse") {
  issue();
  const ledger::Reader reader(world.state);
  const Move hop = move("TRANSFER", "EXP", "BK2");
  const auto place = key::bill(bill_key());
  const auto policy_after = [&](const std::function<void(Bill&)>& edit) {
    Bill other = bill();
    edit(other);
    return policy_of(other, reader);
  };
  const auto hopped = [&] { return written(held_by_bank, hop, {.policy = false}); };
  CHECK(is_sound(written(nothing, remark(), {.policy = false})));
  CHECK(breaks("I14", hopped()));
  CHECK_FALSE(breaks("I14", hopped().endorse_by(place, policy_after(held_by_bank))));
  // The former holder is asked, somebody who has no right is, or the carrier alone.
  CHECK(breaks("I14", hopped().endorse_by(place, policy_after(nothing))));
  CHECK(breaks("I14", hopped().endorse_by(place, policy_after([](Bill& b) {
                                            b.holder = party("BK2");
                                            b.pledge = Pledge{.pledgee = party("BKS"),
                                                              .state = PledgeState::accepted};
                                          }))));
  CHECK(breaks("I14",
               hopped().endorse_by(place, policy_after([](Bill& b) { b.holder = party("CAR"); }))));
  // A pending transfer asks for either side, not for both.
  const auto pending = [](Bill& b) {
    b.status = Status::transfer_pending;
    b.pending_to = party("IMP");
  };
  CHECK(is_sound(written(pending)));
  CHECK(breaks("I14", written(pending, remark(), {.policy = false})));
  CHECK(breaks("I14", written(pending, remark(), {.policy = false})
                          .endorse_by(place, policy_after([](Bill& b) {
                                        b.pledge = Pledge{.pledgee = party("IMP"),
                                                          .state = PledgeState::accepted};
                                      }))));
}

TEST_CASE_FIXTURE(Seeds, "invariants: I14, a move within one organisation needs no new policy") {
  deliver();
  CHECK(acts("IMP", "Transfer", to("BKH")).ok());
  const auto taken = as("BKH", "AcceptTransfer", id, test::bill_openings("B1").transient());
  CHECK(taken.ok());
  CHECK(taken.changes.policies().empty());
}

TEST_CASE_FIXTURE(Seeds, "invariants: I16, seeded bugs in who acts") {
  issue();
  CHECK(breaks("I16", written(nothing, move("REMARK", "NOBODY"))));
  CHECK_FALSE(breaks("I16", written(nothing, move("REMARK", "BKS"))));
  suspend("BKS");
  CHECK(breaks("I16", written(nothing, move("REMARK", "BKS"))));
  edit_party("BK2", [](contract::Party& party) { party.terms.reset(); });
  CHECK(breaks("I16", written(nothing, move("REMARK", "BK2"))));
}

TEST_CASE_FIXTURE(Seeds, "invariants: I17, seeded bugs in the time") {
  issue();
  const Timestamp early = bill().at.plus_seconds(-1);
  const auto at = [&](Timestamp bill_time, Timestamp step_time) {
    Move move = remark();
    move.time = early;
    return written([&](Bill& b) { b.at = bill_time; }, move, {},
                   [&](Step& s) { s.at = step_time; });
  };
  CHECK_FALSE(breaks("I17", at(bill().at, bill().at)));
  CHECK(breaks("I17", at(early, early)));
  CHECK(breaks("I17", at(bill().at, early)));
  CHECK(breaks("I17", at(bill().at, bill().at.plus_seconds(1))));
}
