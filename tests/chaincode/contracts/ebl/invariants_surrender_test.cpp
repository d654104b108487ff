// SPDX-License-Identifier: Apache-2.0
#include "chaincode/contract/two_operators.hpp"
#include "tests/chaincode/contracts/ebl/seeded.hpp"

using namespace tradelane;
using namespace tradelane::ebl;
using ledger::Changes;

namespace {

struct Stops : Seeded {
  const ledger::Key<Safety> place = key::freeze(bill_key());

  Safety stop(bool stopped, std::int64_t seq) {
    return {.stopped = stopped, .reason = bill().facts, .at = world.now, .seq = seq};
  }
  Changes decision(const char* second) {
    contract::OperatorDecision made{
        .words = bill().facts, .first = *MspId::parse("OperatorMSP"), .proposed_at = world.now};
    if (*second != '\0') made.second = *MspId::parse(second);
    return Changes{}.put(contract::key::decision("ebl:Freeze", "bill/" + bill_key().text()), made);
  }
  Changes decided() { return decision("SecondMSP"); }
};

}  // namespace

TEST_CASE_FIXTURE(Stops, "invariants: BI110, seeded bugs in a freeze") {
  issue();
  CHECK(broken(decided().put(place, stop(true, 1))) == "");
  CHECK(broken(Changes{}.put(place, stop(true, 1))) == "BI110");
  CHECK(broken(decision("").put(place, stop(true, 1))) == "BI110");
  CHECK(broken(decision("OperatorMSP").put(place, stop(true, 1))) == "BI110");
  CHECK(broken(decided().put(place, stop(false, 1))) == "BI110");
  CHECK(broken(decided().put(place, stop(true, 2))) == "BI110");
  CHECK(broken(decided().put(place, stop(true, 1)).merge(move([](Bill&) {}))) == "BI110");
  world.state.apply(Changes{}.put(place, stop(true, 1)));
  CHECK(broken(decided().put(place, stop(false, 2))) == "");
  CHECK(broken(decided().erase(place)) == "BI110");
  Safety early = stop(false, 2);
  early.at = early.at.plus_seconds(-1);
  CHECK(broken(decided().put(place, early)) == "BI110");
  CHECK(broken(decided().put(key::pause(), stop(true, 2))) == "BI110");
}

namespace {

struct Surrendered : Seeded {
  /// What breaks when `actor` moves the bill to `status` by a step called `code`.
  std::string moves(
      Status status, const char* code, const char* actor,
      const std::function<void(Bill&)>& edit = [](Bill&) {}) {
    return broken(moving(status, code, actor, edit));
  }
  Changes moving(Status status, const char* code, const char* actor,
                 const std::function<void(Bill&)>& edit) {
    Bill next = bill();
    next.status = status;
    if (status == Status::issued) next.surrender.reset();
    edit(next);
    return advance(ledger::Reader(world.state), next,
                   {.action_code = code,
                    .actor = test::party_id(actor),
                    .time = world.now,
                    .txid = "t",
                    .act = *Digest::parse(std::string(64, '7'))},
                   "ebl.Test");
  }
};

}  // namespace

TEST_CASE_FIXTURE(Surrendered, "invariants: I6, seeded bugs while a surrender waits") {
  deliver();
  CHECK(signed_by("IMP", "RequestSurrender", 3, amendment("R1", "COD")).ok());
  CHECK(moves(Status::amendment_surrendered, "SACC", "CAR") == "");
  CHECK(moves(Status::issued, "SREJ", "CAR") == "");
  CHECK(moves(Status::issued, "SURRENDER_CANCELLED", "IMP") == "");
  CHECK(moves(Status::surrendered, "SACC", "CAR") == "I6");
  CHECK(moves(Status::amendment_surrendered, "SACC", "IMP") == "I6");
  CHECK(moves(Status::issued, "SREJ", "IMP") == "I6");
  CHECK(moves(Status::issued, "SURRENDER_CANCELLED", "CAR") == "I6");
  CHECK(moves(Status::voided, "VOIDED", "CAR") == "I6");
  CHECK(moves(Status::amendment_pending, "NOTE", "CAR") == "I6");
  CHECK(moves(Status::issued, "SREJ", "CAR",
              [](Bill& b) { b.prev_owner = test::party_id("EXP"); }) == "I6");
}

TEST_CASE_FIXTURE(Surrendered, "invariants: I6, seeded bugs after a surrender for amendment") {
  surrender_to_amend("COD");
  CHECK(moves(Status::voided, "VOIDED", "CAR") == "");
  CHECK(moves(Status::voided, "VOIDED", "IMP") == "I6");
  CHECK(moves(Status::issued, "SREJ", "CAR") == "I6");
  CHECK(moves(Status::split, "SPLIT", "CAR", [](Bill& b) { b.nominee = test::party_id("EXP"); }) ==
        "I6");
}

TEST_CASE_FIXTURE(Surrendered, "invariants: I6, seeded bugs in a surrender that begins") {
  deliver();
  const SurrenderRef fresh{.bill = bill_key(), .code = "AREQ"};
  const auto requested = [&](const std::function<void(Bill&)>& edit) {
    return broken(moving(Status::amendment_pending, "SURRENDER_FOR_AMENDMENT", "IMP", [&](Bill& b) {
                    b.prev_holder.reset();
                    b.surrender =
                        Surrender{.ref = "R1", .code = "AREQ", .by = test::party_id("IMP")};
                    edit(b);
                  }).put(key::surrender("R1"), fresh));
  };
  CHECK(requested([](Bill&) {}) == "");
  CHECK(requested([](Bill& b) { b.surrender->by = test::party_id("EXP"); }) == "I6");
  CHECK(requested([](Bill& b) { b.prev_holder = test::party_id("EXP"); }) == "I6");
  CHECK(requested([](Bill& b) { b.surrender->ref = "R2"; }) == "I8");
  CHECK(requested([](Bill& b) { b.surrender->code = "SREQ"; }) == "I8");
  CHECK(moves(Status::amendment_surrendered, "SACC", "CAR", [](Bill& b) {
          b.prev_holder.reset();
          b.surrender = Surrender{.ref = "R1", .code = "AREQ", .by = test::party_id("IMP")};
        }) == "I6");
}

TEST_CASE_FIXTURE(Surrendered, "invariants: I8, seeded bugs in references") {
  deliver();
  CHECK(signed_by("IMP", "RequestSurrender", 3, amendment("R1", "COD")).ok());
  const auto taken = [&] {
    return moving(Status::amendment_surrendered, "SACC", "CAR", [](Bill&) {});
  };
  SurrenderRef right{.bill = bill_key(), .code = "AREQ", .answer = SurrenderAnswer::surrendered};
  CHECK(broken(taken().put(key::surrender("R1"), right)) == "");
  SurrenderRef other = right;
  other.code = "SREQ";
  CHECK(broken(taken().put(key::surrender("R1"), other)) == "I8");
  // A reference without a surrender, and a surrender that begins with an old one.
  SurrenderRef fresh{.bill = bill_key(), .code = "AREQ"};
  CHECK(broken(taken().put(key::surrender("R2"), fresh)) == "I8");
  CHECK(signed_by("IMP", "CancelSurrender", 4, id).ok());
  CHECK(broken(moving(Status::amendment_pending, "SURRENDER_FOR_AMENDMENT", "IMP", [](Bill& b) {
          b.surrender = Surrender{.ref = "R1", .code = "AREQ", .by = test::party_id("IMP")};
        })) == "I8");
}
