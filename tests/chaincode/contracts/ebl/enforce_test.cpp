// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "chaincode/contracts/ebl/effects.hpp"
#include "tests/chaincode/contracts/ebl/ebl_world.hpp"

using namespace tradelane;
using namespace tradelane::ebl;

namespace {

constexpr std::int64_t notice_period_s = std::int64_t{14} * 86'400;

struct Enforcing : EblWorld {
  Json stage(const char* text) const { return test::with(id, "stage", text); }
  test::Answer enforce(const std::string& alias, const test::Transient& transient = {}) {
    return acts(alias, "EnforcePledge", stage("ENFORCE"), transient);
  }
  test::Answer notice(const std::string& alias) {
    return acts(alias, "EnforcePledge", stage("NOTICE"));
  }
  void pledge_to_second_bank() {
    deliver();
    CHECK(acts("IMP", "Pledge", offer("BK2")).ok());
    CHECK(as("BK2", "AcceptPledge", accept()).ok());
  }
};

}  // namespace

TEST_CASE_FIXTURE(Enforcing, "EnforcePledge: every refusal, in order of precedence") {
  deliver();
  check(enforce("BKS"), "B87", "EBL_STATE");
  CHECK(acts("IMP", "Pledge", offer("BK2")).ok());
  check(enforce("BKS"), "B87", "EBL_STATE");
  CHECK(as("BK2", "AcceptPledge", accept()).ok());
  edit([](Bill& bill) { bill = bound(bill); });
  check(enforce("BKS"), "B88", "EBL_NOT_ENTITLED");
  check(enforce("BK2"), "B89", "EBL_PLEDGE_BOUND");
  check(notice("BK2"), "B89", "EBL_PLEDGE_BOUND");
  edit([](Bill& bill) { bill.pledge->state = PledgeState::accepted; });
  check(enforce("BK2"), "B91", "EBL_NOTICE_PERIOD");
  CHECK(notice("BK2").ok());
  CHECK(notice("BK2").changes.empty());
  CHECK(acts("IMP", "AddRemark",
             test::with(test::with(id, "comment", std::string(64, 'c')), "length", 5))
            .ok());
  check(notice("BK2"), "B90", "EBL_STATE");
  world.now = world.now.plus_seconds(notice_period_s - 1);
  check(enforce("BK2"), "B91", "EBL_NOTICE_PERIOD");
  world.now = world.now.plus_seconds(1);
  check(enforce("BK2"), "A6", "PRIVATE_MISSING");
  CHECK(enforce("BK2", test::bill_openings("B1").transient()).ok());
}

TEST_CASE_FIXTURE(Enforcing, "EnforcePledge: title and possession are the bank's, and no pledge") {
  pledge_to_second_bank();
  CHECK(notice("BK2").ok());
  CHECK(newest().action_code == "ENFORCEMENT_NOTICE");
  CHECK(newest().recipient == test::party_id("IMP"));
  CHECK(bill().pledge->notice_at == world.now);
  world.now = world.now.plus_seconds(notice_period_s);
  CHECK(enforce("BK2", test::bill_openings("B1").transient()).ok());
  CHECK(bill().owner == test::party_id("BK2"));
  CHECK(bill().holder == test::party_id("BK2"));
  CHECK_FALSE(bill().pledge);
  CHECK_FALSE(bill().prev_owner);
  CHECK(newest().action_code == "PLEDGE_ENFORCED");
  CHECK(world.state.get_private(
      "_implicit_org_Bank2MSP",
      contract::opening_key(test::bill_openings("B1").issuance.commitment)));
  check(acts("IMP", "Transfer", to("EXP")), "B9", "EBL_NOT_HOLDER");
  CHECK(acts("BK2", "EndorseToOrder", to("BKS")).ok());
}

TEST_CASE_FIXTURE(Enforcing, "EnforcePledge: who pays in time has the pledge released") {
  pledge_to_second_bank();
  CHECK(notice("BK2").ok());
  CHECK(as("BK2", "ReleasePledge", id).ok());
  check(enforce("BK2"), "B87", "EBL_STATE");
}
