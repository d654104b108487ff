// SPDX-License-Identifier: Apache-2.0
// Tests also: chaincode/contracts/ebl/records.cpp
#include "tests/chaincode/contracts/ebl/seeded.hpp"

using namespace tradelane;
using namespace tradelane::ebl;
using ledger::Changes;

TEST_CASE_FIXTURE(Seeded, "invariants: seeded bugs in a bill at rest") {
  deliver();
  CHECK(moved([](Bill&) {}) == "");
  CHECK(moved([](Bill& b) { b.issuer = test::party_id("EXP"); }) == "BI1");
  CHECK(moved([](Bill& b) { b.issuance = *Digest::parse(std::string(64, '1')); }) == "BI1");
  CHECK(moved([](Bill& b) { b.facts = *Digest::parse(std::string(64, '1')); }) == "BI1");
  CHECK(moved([](Bill& b) { b.seq += 1; }) == "BI1");
  CHECK(moved([](Bill& b) { b.owner = test::party_id("EXP"); }) == "BI2");
  CHECK(moved([](Bill& b) { b.owner = b.issuer; }) == "BI2");
  CHECK(moved([](Bill& b) {
          b.owner = test::party_id("BKH");
          b.holder = test::party_id("BKH");
        }) == "BI2");
  CHECK(moved([](Bill& b) { b.status = Status::transfer_pending; }) == "BI5");
  CHECK(moved([](Bill& b) { b.pending_to = test::party_id("EXP"); }) == "BI5");
  CHECK(moved([](Bill& b) { b.status = Status::surrendered; }) == "BI5");
  CHECK(moved([](Bill& b) { b.holder = test::party_id("EXP"); }) == "BI6");
  CHECK(moved([](Bill& b) {
          b.holder = test::party_id("EXP");
          b.prev_holder = test::party_id("IMP");
        }) == "BI6");
  CHECK(broken(Changes{}.erase(key::bill(bill_key()))) == "BI1");
}

TEST_CASE_FIXTURE(Seeded, "invariants: seeded bugs in a pending transfer") {
  issue();
  CHECK(signed_by("EXP", "Transfer", 1, to("IMP")).ok());
  const auto accepted_by = [&](const char* holder, const char* previous) {
    return moved([&](Bill& b) {
      b.status = Status::issued;
      b.pending_to.reset();
      b.holder = test::party_id(holder);
      b.prev_holder = test::party_id(previous);
    });
  };
  CHECK(accepted_by("IMP", "EXP") == "");
  CHECK(accepted_by("BK2", "EXP") == "BI6");
  CHECK(accepted_by("IMP", "BK2") == "BI6");
}

TEST_CASE_FIXTURE(Seeded, "invariants: seeded bugs in a pledged bill") {
  deliver();
  CHECK(signed_by("IMP", "Pledge", 3, offer("BKH")).ok());
  CHECK(moved([](Bill& b) { b.pledge->state = PledgeState::accepted; }) == "");
  CHECK(moved([](Bill& b) { b.prev_holder.reset(); }) == "");
  CHECK(moved([](Bill& b) { b.holder = test::party_id("EXP"); }) == "BI4");
  CHECK(moved([](Bill& b) { b.pledge->pledgee = test::party_id("BK2"); }) == "BI4");
  CHECK(moved([](Bill& b) {
          b.status = Status::transfer_pending;
          b.pending_to = test::party_id("EXP");
        }) == "BI4");
}

TEST_CASE_FIXTURE(Seeded, "invariants: seeded bugs after surrender and in references") {
  deliver();
  CHECK(signed_by("IMP", "RequestSurrender", 3, surrender("R1")).ok());
  const auto reference = key::surrender("R1");
  SurrenderRef answered{.bill = bill_key(), .code = "SREQ", .answer = SurrenderAnswer::refused};
  CHECK(broken(Changes{}.put(reference, answered)) == "I8");  // and the bill stays where it is
  SurrenderRef other = answered;
  other.bill = *BillId::parse(test::bill_id("B2"));
  CHECK(broken(Changes{}.put(reference, other)) == "BI8");
  CHECK(broken(Changes{}.put(key::surrender("R2"), answered)) == "BI8");
  CHECK(broken(Changes{}.erase(reference)) == "BI8");
  CHECK(as("CAR", "AnswerSurrender", answer("R1", "SURR")).ok());
  CHECK(moved([](Bill&) {}) == "BI3");
  CHECK(moved([](Bill& b) { b.status = Status::issued; }) == "BI3");
  CHECK(moved([](Bill& b) { b.holder = test::party_id("EXP"); }) == "BI3");
}

TEST_CASE_FIXTURE(Seeded, "invariants: seeded bugs in the chain") {
  issue();
  Bill next = bill();
  next.seq = 2;
  CHECK(broken(Changes{}.put(key::bill(next.id), next)) == "BI9");
  Step step{.action_code = "TEST", .actor = next.issuer, .at = next.at, .txid = "t"};
  CHECK(broken(Changes{}.put(key::bill(next.id), next).put(key::step(next.id, 2), step)) == "BI9");
  const auto first_step = *ledger::Reader(world.state).find(key::step(next.id, 1));
  CHECK(broken(Changes{}.put(key::step(next.id, 1), first_step)) == "BI7");
  CHECK(broken(Changes{}.erase(key::step(next.id, 1))) == "BI7");
}
