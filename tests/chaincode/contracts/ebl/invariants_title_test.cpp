// SPDX-License-Identifier: Apache-2.0
// Tests also: chaincode/contracts/ebl/changed_bills.hpp
#include <doctest/doctest.h>

#include "tests/chaincode/contracts/ebl/seeds.hpp"

using namespace tradelane;
using namespace tradelane::ebl;
using ledger::Changes;

namespace {

/// The bill, its step, and none of what the step should have changed besides.
void held_by_bank(Bill& bill) { bill.holder = test::party_id("BK2"); }

}  // namespace

TEST_CASE_FIXTURE(Seeds, "invariants: I1, seeded bugs in who holds a bill") {
  deliver();
  CHECK(breaks("I1", Changes{}.erase(key::bill(bill_key()))));
  CHECK(breaks("I1", written([](Bill& b) { b.issuer = party("EXP"); })));
  CHECK(breaks("I1", written([](Bill& b) { b.status = Status::transfer_pending; }, remark(),
                             {.policy = false})));
  CHECK(breaks("I1", written([](Bill& b) { b.pending_to = party("EXP"); })));
  CHECK(breaks("I1", written([](Bill& b) { b.pending_owner = party("EXP"); })));
  CHECK(breaks("I1", written([](Bill& b) { b.status = Status::surrendered; })));
  const Move hop = move("TRANSFER", "IMP", "BK2");
  CHECK_FALSE(breaks("I1", written(held_by_bank, hop)));
  CHECK(breaks("I1", written(held_by_bank, hop, {.index = false})));
  CHECK(breaks("I1", written([](Bill& b) { b.status = Status::voided; })));
}

TEST_CASE_FIXTURE(Seeds, "invariants: I2, seeded bugs in who owns a bill") {
  deliver();
  edit([](Bill& b) { b.prev_owner = party("BKS"); });
  const auto owned_by = [](const char* alias) {
    return [=](Bill& b) {
      b.prev_owner.reset();
      b.prev_holder.reset();
      b.owner = party(alias);
    };
  };
  CHECK_FALSE(breaks("I2", written(owned_by("BK2"), move("ENDORSE_TO_ORDER", "IMP", "BK2"))));
  CHECK_FALSE(breaks("I2", written(owned_by("BKS"), move("REJECTED_OWNER", "IMP", "BKS"))));
  CHECK(breaks("I2", written(owned_by("BK2"), move("REJECTED_OWNER", "IMP", "BK2"))));
  CHECK(breaks("I2", written(owned_by("BK2"), move("PLEDGE_ENFORCED", "BK2", "BK2"))));
  CHECK(breaks("I2", written([](Bill& b) {
                 b.kind = Kind::blank;
                 b.owner = party("BK2");
               })));
  edit([](Bill& b) { b.closed = true; });
  CHECK(breaks("I2", written(owned_by("BK2"), move("ENDORSE_TO_ORDER", "IMP", "BK2"))));
  edit([](Bill& b) {
    b.closed = false;
    b.holder = party("EXP");
    b.nominee = party("BKS");
  });
  CHECK_FALSE(breaks("I2", written(owned_by("BKS"), move("ENDORSE_TO_ORDER", "EXP", "BKS"))));
  CHECK(breaks("I2", written(owned_by("BK2"), move("ENDORSE_TO_ORDER", "EXP", "BK2"))));
}

TEST_CASE_FIXTURE(Seeds, "invariants: I3, seeded bugs in straight bills and kinds") {
  deliver();
  CHECK(breaks("I3", written([](Bill& b) { b.kind = Kind::straight; })));
  CHECK(breaks("I3", written([](Bill& b) { b.kind = Kind::blank; })));
  edit([](Bill& b) { b.kind = Kind::straight; });
  CHECK(is_sound(written([](Bill&) {})));
  CHECK(breaks("I3", written([](Bill& b) { b.kind = Kind::order; })));
  CHECK(breaks("I3", written([](Bill& b) { b.owner = party("EXP"); })));
  CHECK(breaks("I3", written([](Bill&) {}, move("BLANK_ENDORSE", "IMP"))));
  CHECK(breaks("I3", written([](Bill&) {}, move("NOMINATED", "IMP", "EXP"))));
}

TEST_CASE_FIXTURE(Seeds, "invariants: I4, seeded bugs in the issue") {
  deliver();
  CHECK(breaks("I4", written([](Bill&) {}, move("ISSUE", "CAR", "IMP"))));
  Bill fresh = bill();
  fresh.id = *BillId::parse(test::bill_id("B2"));
  fresh.seq = 0;
  fresh.prev_holder.reset();
  const ledger::Reader reader(world.state);
  CHECK(is_sound(advance(reader, fresh, move("ISSUE", "CAR", "IMP"), "ebl.Test")));
  CHECK(breaks("I4", advance(reader, fresh, move("TRANSFER", "CAR", "IMP"), "ebl.Test")));
  fresh.status = Status::surrender_pending;
  CHECK(breaks("I4", advance(reader, fresh, move("ISSUE", "CAR", "IMP"), "ebl.Test")));
  fresh.status = Status::issued;
  fresh.seq = 1;
  CHECK(breaks("I4", advance(reader, fresh, move("ISSUE", "CAR", "IMP"), "ebl.Test")));
}

TEST_CASE_FIXTURE(Seeds, "invariants: I5, seeded bugs in a pledged bill") {
  deliver();
  CHECK(signed_by("IMP", "Pledge", 3, offer("BK2")).ok());
  const auto nothing_pledged = [](Bill& b) { b.pledge.reset(); };
  CHECK(is_sound(written(nothing_pledged, move("PLEDGE_RELEASED", "IMP"))));
  CHECK(as("BK2", "AcceptPledge", accept()).ok());
  CHECK(is_sound(written([](Bill& b) { b.pledge->state = PledgeState::bound; })));
  CHECK(is_sound(written(nothing_pledged, move("PLEDGE_RELEASED", "BK2"))));
  CHECK(breaks("I5", written(nothing_pledged, move("PLEDGE_RELEASED", "IMP"))));
  CHECK(breaks("I5", written(nothing_pledged)));
  CHECK(breaks("I5", written(held_by_bank)));
  CHECK(breaks("I5", written([](Bill& b) { b.owner = party("EXP"); })));
  CHECK(breaks("I5", written([](Bill& b) { b.pledge->pledgee = party("BKS"); })));
  CHECK(breaks("I5", written([](Bill& b) { b.pledge->possession = Possession::pledgee; })));
  CHECK(breaks("I5", written([](Bill& b) { b.pledge->state = PledgeState::offered; })));
  CHECK(breaks("I5", written([](Bill& b) {
                 b.status = Status::transfer_pending;
                 b.pending_to = party("EXP");
               })));
  CHECK(breaks("I5",
               written([](Bill& b) { b = enforced(b); }, move("PLEDGE_ENFORCED", "BK2", "BK2"))));
}

TEST_CASE_FIXTURE(Seeds, "invariants: I7, seeded bugs after the end of the title") {
  deliver();
  CHECK(breaks("I7", written([](Bill& b) { b.delivered = 1; })));
  CHECK(signed_by("IMP", "RequestSurrender", 3, surrender("R1")).ok());
  CHECK(as("CAR", "AnswerSurrender", answer("R1", "SURR")).ok());
  CHECK(is_sound(written([](Bill& b) { b.delivered = 1; })));
  CHECK(breaks("I7", written([](Bill&) {})));
  CHECK(breaks("I7", written([](Bill& b) { b.status = Status::issued; })));
  CHECK(breaks("I7", written([](Bill& b) {
                 b.delivered = 1;
                 b.holder = party("EXP");
               })));
  edit([](Bill& b) { b.delivered = 2; });
  CHECK(breaks("I7", written([](Bill& b) { b.delivered = 1; })));
  edit([](Bill& b) { b.status = Status::voided; });
  CHECK(breaks("I7", written([](Bill& b) { b.delivered = 1; })));
}

TEST_CASE_FIXTURE(Seeds, "invariants: I9, seeded bugs in what a bill is about") {
  deliver();
  const Digest other = *Digest::parse(std::string(64, '1'));
  CHECK(breaks("I9", written([&](Bill& b) { b.issuance = other; })));
  CHECK(breaks("I9", written([&](Bill& b) { b.facts = other; })));
  CHECK(breaks("I9", written([](Bill& b) { b.legal_basis = "OTHER"; })));
}

TEST_CASE_FIXTURE(Seeds, "invariants: I11, seeded bugs in what can be rejected") {
  issue();
  const auto given = [](const char* to, const char* by) {
    return [=](Bill& b) {
      b.holder = party(to);
      b.prev_holder = party(by);
    };
  };
  CHECK_FALSE(breaks("I11", written(given("BKS", "EXP"), move("TRANSFER", "EXP", "BKS"))));
  CHECK(breaks("I11", written(given("BKS", "BK2"), move("TRANSFER", "EXP", "BKS"))));
  CHECK(breaks("I11", written(given("BKS", "EXP"), move("REJECTED_HOLDER", "EXP", "BKS"))));
  CHECK(breaks("I11", written([](Bill& b) { b.prev_holder = party("BKS"); })));
  CHECK(breaks("I11", written(
                          [](Bill& b) {
                            b.owner = party("BKS");
                            b.prev_owner = party("BK2");
                          },
                          move("ENDORSE", "EXP", "BKS"))));
  edit([](Bill& b) { b.prev_holder = party("BKS"); });
  CHECK_FALSE(breaks("I11", written([](Bill&) {})));
  CHECK_FALSE(breaks("I11", written([](Bill&) {}, move("NOMINATED", "IMP", "BKS"))));
  CHECK(breaks("I11", written([](Bill&) {}, move("SIGN", "EXP"))));
}
