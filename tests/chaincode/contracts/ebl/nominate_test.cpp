// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "tests/chaincode/contracts/ebl/ebl_world.hpp"

using namespace tradelane;
using namespace tradelane::ebl;

TEST_CASE_FIXTURE(EblWorld, "Nominate: every refusal, in order of precedence") {
  issue();
  check(acts("EXP", "Nominate", nominee("NOBODY")), "B50", "EBL_NOT_ENTITLED");
  edit([](Bill& bill) {
    bill.status = Status::surrender_pending;
    bill.kind = Kind::straight;
    bill.closed = true;
    bill.pledge = Pledge{.pledgee = test::party_id("BKH"), .loan = *LoanId::parse(loan())};
  });
  check(acts("IMP", "Nominate", nominee("NOBODY")), "B53", "EBL_STATE");
  edit([](Bill& bill) { bill.status = Status::issued; });
  check(acts("IMP", "Nominate", nominee("NOBODY")), "B54", "EBL_NON_NEGOTIABLE");
  edit([](Bill& bill) { bill.kind = Kind::order; });
  check(acts("IMP", "Nominate", nominee("NOBODY")), "B55", "EBL_NOT_ENDORSABLE");
  edit([](Bill& bill) { bill.closed = false; });
  check(acts("IMP", "Nominate", nominee("NOBODY")), "B56", "EBL_PLEDGED");
  edit([](Bill& bill) { bill.pledge.reset(); });
  check(acts("IMP", "Nominate", nominee("NOBODY")), "B57", "PARTY_UNKNOWN");
  edit_party("BK2", [](contract::Party& party) { party.terms.reset(); });
  check(acts("IMP", "Nominate", nominee("BK2")), "B57", "PARTY_INACTIVE");
  check(acts("IMP", "Nominate", nominee("IMP")), "B58", "EBL_ALREADY_OWNER");
  check(acts("IMP", "Nominate", id), "B59", "EBL_ALREADY_NOMINATED");
  CHECK(acts("IMP", "Nominate", nominee("BKS")).ok());
  check(acts("IMP", "Nominate", nominee("BKS")), "B59", "EBL_ALREADY_NOMINATED");
}

TEST_CASE_FIXTURE(EblWorld, "Nominate: named, another one, and nobody any more") {
  issue();
  CHECK(acts("IMP", "Nominate", nominee("BKS")).ok());
  CHECK(bill().nominee == test::party_id("BKS"));
  CHECK(newest().action_code == "NOMINATED");
  CHECK(newest().recipient == test::party_id("BKS"));
  CHECK(acts("IMP", "Nominate", nominee("BKH")).ok());
  CHECK(bill().nominee == test::party_id("BKH"));
  CHECK(acts("IMP", "Nominate", id).ok());
  CHECK_FALSE(bill().nominee);
  check(acts("EXP", "Endorse", to("BKH")), "B60", "EBL_INVALID_NOMINEE");
}

TEST_CASE_FIXTURE(EblWorld, "Nominate: an owner that acts has taken the title") {
  issue();
  edit([](Bill& bill) {
    bill.prev_owner = test::party_id("BKS");
    bill.prev_holder = test::party_id("BKH");
  });
  CHECK(acts("IMP", "Nominate", nominee("BKS")).ok());
  CHECK_FALSE(bill().prev_owner);
  // The holder has not acted.
  CHECK(bill().prev_holder == test::party_id("BKH"));
  edit([](Bill& bill) { bill.holder = bill.owner; });
  CHECK(acts("IMP", "Nominate", nominee("BKH")).ok());
  CHECK_FALSE(bill().prev_holder);
}
