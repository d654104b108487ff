// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "tests/chaincode/contracts/ebl/ebl_world.hpp"

using namespace tradelane;
using namespace tradelane::ebl;

namespace {

struct Rejecting : EblWorld {
  /// B1 in the hands of `holder` and owned by `owner`, both given by IMP.
  void given(const char* owner, const char* holder) {
    edit([&](Bill& bill) {
      bill.owner = test::party_id(owner);
      bill.holder = test::party_id(holder);
      bill.prev_owner = test::party_id("IMP");
      bill.prev_holder = test::party_id("IMP");
    });
  }
  void wait_and_pledge() {
    edit([](Bill& bill) {
      bill.status = Status::surrender_pending;
      bill.pledge = Pledge{.pledgee = test::party_id("BKH"), .loan = *LoanId::parse(loan())};
    });
  }
  void wait_no_more() {
    edit([](Bill& bill) { bill.status = Status::issued; });
  }
  void release() {
    edit([](Bill& bill) { bill.pledge.reset(); });
  }
  void forget(bool owner, bool holder) {
    edit([&](Bill& bill) {
      if (owner) bill.prev_owner.reset();
      if (holder) bill.prev_holder.reset();
    });
  }
};

}  // namespace

TEST_CASE_FIXTURE(Rejecting, "RejectOwner: every refusal, in order of precedence") {
  issue();
  given("BKS", "BKS");
  forget(true, false);
  wait_and_pledge();
  check(acts("BKH", "RejectOwner", id), "B62", "EBL_NOT_ENTITLED");
  check(acts("BKS", "RejectOwner", id), "B65", "EBL_STATE");
  wait_no_more();
  check(acts("BKS", "RejectOwner", id), "B66", "EBL_PLEDGED");
  release();
  check(acts("BKS", "RejectOwner", id), "B67", "EBL_NOTHING_TO_REJECT");
  given("BKS", "BKS");
  check(acts("BKS", "RejectOwner", id), "B68", "EBL_DUAL_ROLE_REJECTION_REQUIRED");
  given("BKS", "BKH");
  CHECK(acts("BKS", "RejectOwner", id).ok());
  CHECK(bill().owner == test::party_id("IMP"));
  CHECK(bill().holder == test::party_id("BKH"));
  CHECK_FALSE(bill().prev_owner);
  CHECK(bill().prev_holder == test::party_id("IMP"));
  CHECK(newest().action_code == "REJECTED_OWNER");
  CHECK(newest().recipient == test::party_id("IMP"));
}

TEST_CASE_FIXTURE(Rejecting, "RejectHolder: every refusal, in order of precedence") {
  issue();
  given("BKS", "BKS");
  forget(false, true);
  wait_and_pledge();
  check(acts("BKH", "RejectHolder", id), "B63", "EBL_NOT_HOLDER");
  check(acts("BKS", "RejectHolder", id), "B65", "EBL_STATE");
  wait_no_more();
  check(acts("BKS", "RejectHolder", id), "B66", "EBL_PLEDGED");
  release();
  check(acts("BKS", "RejectHolder", id), "B67", "EBL_NOTHING_TO_REJECT");
  given("BKS", "BKS");
  check(acts("BKS", "RejectHolder", id), "B68", "EBL_DUAL_ROLE_REJECTION_REQUIRED");
  given("BKS", "BKH");
  CHECK(acts("BKH", "RejectHolder", id).ok());
  CHECK(bill().holder == test::party_id("IMP"));
  CHECK(bill().owner == test::party_id("BKS"));
  CHECK_FALSE(bill().prev_holder);
  CHECK(bill().prev_owner == test::party_id("IMP"));
  CHECK(newest().action_code == "REJECTED_HOLDER");
}

TEST_CASE_FIXTURE(Rejecting, "RejectBoth: every refusal, in order of precedence") {
  issue();
  given("BKS", "BKH");
  forget(true, true);
  wait_and_pledge();
  check(acts("BKS", "RejectBoth", id), "B63", "EBL_NOT_HOLDER");
  check(acts("BKH", "RejectBoth", id), "B64", "EBL_NOT_ENTITLED");
  edit([](Bill& bill) { bill.holder = bill.owner; });
  check(acts("BKS", "RejectBoth", id), "B65", "EBL_STATE");
  wait_no_more();
  check(acts("BKS", "RejectBoth", id), "B66", "EBL_PLEDGED");
  release();
  given("BKS", "BKS");
  forget(true, false);
  check(acts("BKS", "RejectBoth", id), "B67", "EBL_NOTHING_TO_REJECT");
  given("BKS", "BKS");
  forget(false, true);
  check(acts("BKS", "RejectBoth", id), "B67", "EBL_NOTHING_TO_REJECT");
  given("BKS", "BKS");
  CHECK(acts("BKS", "RejectBoth", id).ok());
  CHECK(bill().holder == test::party_id("IMP"));
  CHECK(bill().owner == test::party_id("IMP"));
  CHECK_FALSE(bill().prev_owner);
  CHECK_FALSE(bill().prev_holder);
  CHECK(newest().action_code == "REJECTED_BOTH");
  CHECK(newest().new_owner == test::party_id("IMP"));
}

TEST_CASE_FIXTURE(Rejecting,
                  "Reject: who gives back an endorsement that closed the bill opens it") {
  deliver();
  CHECK(acts("IMP", "Endorse", to("BKS")).ok());
  CHECK(acts("BKS", "RejectOwner", id).ok());
  CHECK_FALSE(bill().closed);
  CHECK(acts("IMP", "Endorse", to("BK2")).ok());
}

TEST_CASE_FIXTURE(Rejecting, "Reject: a second time there is nothing to be rejected") {
  deliver();
  CHECK(acts("IMP", "EndorseToOrder", to("BKS")).ok());
  CHECK(acts("BKS", "RejectOwner", id).ok());
  check(acts("IMP", "RejectBoth", id), "B67", "EBL_NOTHING_TO_REJECT");
}

TEST_CASE_FIXTURE(Rejecting, "Reject: whoever has acted on the bill has taken it") {
  const struct {
    const char* verb;
    Json args;
  } onward[] = {{"Nominate", nominee("BKH")},
                {"BlankEndorse", id},
                {"EndorseToOrder", to("BKH")},
                {"Transfer", to("BKH")},
                {"Pledge", offer("BKH")}};
  for (const auto& act : onward) {
    CAPTURE(act.verb);
    Rejecting fresh;
    fresh.issue();
    fresh.given("BKS", "BKS");
    CHECK(fresh.acts("BKS", act.verb, act.args).ok());
    const Bill now = fresh.bill();
    CHECK_FALSE(now.prev_holder);
    // What is there now is the former owner of the new hop.
    CHECK(now.prev_owner.value_or(test::party_id("BKS")) == test::party_id("BKS"));
  }
}

TEST_CASE_FIXTURE(Rejecting, "Reject: an offer that is declined leaves nothing to be rejected") {
  issue();
  given("BKS", "BKS");
  CHECK(acts("BKS", "Transfer", to("BKH")).ok());
  CHECK(acts("BKH", "DeclineTransfer", id).ok());
  check(acts("BKS", "RejectBoth", id), "B67", "EBL_NOTHING_TO_REJECT");
}
