// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "tests/chaincode/contracts/ebl/ebl_world.hpp"

using namespace tradelane;
using namespace tradelane::ebl;

TEST_CASE_FIXTURE(EblWorld, "Void: every refusal, in order of precedence") {
  issue();
  edit([](Bill& bill) {
    bill.status = Status::transfer_pending;
    bill.pending_to = test::party_id("BK2");
    bill.pledge = Pledge{.pledgee = test::party_id("BKS"), .loan = *LoanId::parse(loan())};
  });
  check(acts("EXP", "Void", id), "B77", "EBL_NOT_ENTITLED");
  check(acts("CAR", "Void", id), "B78", "EBL_STATE");
  edit([](Bill& bill) {
    bill.status = Status::issued;
    bill.pending_to.reset();
  });
  check(acts("CAR", "Void", id), "B79", "EBL_PLEDGED");
  edit([](Bill& bill) { bill.pledge.reset(); });
  check(acts("CAR", "Void", id), "B80", "EBL_HELD_BY_OTHER");
}

TEST_CASE_FIXTURE(EblWorld, "Void: B80, whoever owns a bill that the carrier has got back") {
  deliver();
  edit([](Bill& bill) { bill.holder = bill.issuer; });
  check(acts("CAR", "Void", id), "B80", "EBL_HELD_BY_OTHER");
  edit([](Bill& bill) { bill.owner = bill.issuer; });
  CHECK(acts("CAR", "Void", id).ok());
  CHECK(bill().status == Status::voided);
  CHECK(newest().action_code == "VOIDED");
  check(acts("CAR", "Transfer", to("EXP")), "B40", "EBL_STATE");
}

TEST_CASE_FIXTURE(EblWorld, "Void: a bill that the carrier has never given to anybody") {
  issue();
  edit([](Bill& bill) { bill.holder = bill.issuer; });
  CHECK(acts("CAR", "Void", id).ok());
}
