// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "chaincode/contracts/ebl/effects.hpp"
#include "tests/chaincode/contracts/ebl/ebl_world.hpp"

using namespace tradelane;
using ebl::check;
using ebl::EblWorld;

TEST_CASE_FIXTURE(EblWorld, "Pledge: every refusal, in order of precedence") {
  issue();
  check(signed_by("IMP", "Pledge", 1, offer("NOBODY")), "B18", "EBL_NOT_HOLDER");
  check(signed_by("EXP", "Pledge", 1, offer("NOBODY")), "B19", "EBL_NOT_ENTITLED");
  CHECK(signed_by("EXP", "Transfer", 1, to("IMP")).ok());
  ebl::Bill pending = bill();
  pending.holder = test::party_id("IMP");
  put(pending);
  check(signed_by("IMP", "Pledge", 2, offer("NOBODY")), "B20", "EBL_STATE");
}

TEST_CASE_FIXTURE(EblWorld, "Pledge: to an active bank, and to one only") {
  deliver();
  check(signed_by("EXP", "Pledge", 3, offer("BK2")), "B18", "EBL_NOT_HOLDER");
  check(signed_by("IMP", "Pledge", 3, offer("NOBODY")), "B22", "PARTY_UNKNOWN");
  check(signed_by("IMP", "Pledge", 3, offer("CAR")), "B22", "PARTY_ROLE");
  suspend("BK2");
  check(signed_by("IMP", "Pledge", 3, offer("BK2")), "B22", "PARTY_INACTIVE");
  CHECK(signed_by("IMP", "Pledge", 3, offer("BKH")).integer("seq") == 4);
  check(signed_by("IMP", "Pledge", 4, offer("NOBODY")), "B21", "EBL_PLEDGED");
}

TEST_CASE_FIXTURE(EblWorld, "AcceptPledge: every refusal, in order of precedence") {
  deliver();
  check(as("BKS", "AcceptPledge", accept()), "B23", "EBL_STATE");
  CHECK(signed_by("IMP", "Pledge", 3, offer("BKH")).ok());
  check(as("BKH", "AcceptPledge", test::with(accept(), "loanId", test::party_id("L2").text())),
        "B23", "EBL_STATE");
  check(as("BKS", "AcceptPledge", accept()), "B24", "EBL_NOT_ENTITLED");
  CHECK(as("BKH", "AcceptPledge", accept()).integer("seq") == 5);
  CHECK(as("BKH", "AcceptPledge", accept()).changes.empty());
  // The bank that has the pledge may say so twice; another bank does not get it by saying so too.
  check(as("BK2", "AcceptPledge", accept()), "B23", "EBL_STATE");
}

TEST_CASE_FIXTURE(EblWorld,
                  "ReleasePledge: the bank lets go, the pledgor withdraws an offer only") {
  deliver();
  check(as("BKS", "ReleasePledge", id), "B25", "EBL_STATE");
  CHECK(signed_by("IMP", "Pledge", 3, offer("BKH")).ok());
  check(as("BKS", "ReleasePledge", id), "B26", "EBL_NOT_ENTITLED");
  CHECK(signed_by("IMP", "ReleasePledge", 4, id).ok());
  CHECK_FALSE(bill().pledge);
  CHECK(signed_by("IMP", "Pledge", 5, offer("BKH")).ok());
  CHECK(as("BKH", "AcceptPledge", accept()).ok());
  check(signed_by("IMP", "ReleasePledge", 7, id), "B26", "EBL_NOT_ENTITLED");
  CHECK(as("BKH", "ReleasePledge", id).integer("seq") == 8);
}

TEST_CASE_FIXTURE(EblWorld, "ReleasePledge: B27, a pledge bound to a loan ends with the loan") {
  deliver();
  CHECK(signed_by("IMP", "Pledge", 3, offer("BKH")).ok());
  CHECK(as("BKH", "AcceptPledge", accept()).ok());
  put(ebl::bound(bill()));
  check(as("BKH", "ReleasePledge", id), "B27", "EBL_PLEDGE_BOUND");
}

TEST_CASE_FIXTURE(EblWorld, "Pledge: B85, a straight bill is no security") {
  deliver();
  edit([](ebl::Bill& bill) { bill.kind = ebl::Kind::straight; });
  check(acts("IMP", "Pledge", offer("NOBODY")), "B85", "EBL_NON_NEGOTIABLE");
}

TEST_CASE_FIXTURE(EblWorld, "Pledge: B86, who is given a bill to bearer would own it") {
  deliver();
  edit([](ebl::Bill& bill) { bill.kind = ebl::Kind::blank; });
  const Json handed_over = test::with(offer("NOBODY"), "possession", "PLEDGEE");
  check(acts("IMP", "Pledge", handed_over), "B86", "EBL_STATE");
  CHECK(acts("IMP", "Pledge", offer("BKH")).ok());
}

TEST_CASE_FIXTURE(EblWorld, "Pledge: with possession, the bank has the bill until it lets go") {
  deliver();
  CHECK(acts("IMP", "Pledge", test::with(offer("BK2"), "possession", "PLEDGEE")).ok());
  CHECK(bill().holder == test::party_id("IMP"));
  check(as("BK2", "AcceptPledge", accept()), "A6", "PRIVATE_MISSING");
  CHECK(as("BK2", "AcceptPledge", accept(), test::bill_openings("B1").transient()).ok());
  CHECK(bill().holder == test::party_id("BK2"));
  CHECK(bill().owner == test::party_id("IMP"));
  CHECK(bill().pledge->since == world.now);
  CHECK(world.state.get_private("_implicit_org_Bank2MSP",
                                contract::opening_key(test::bill_openings("B1").facts.commitment)));
  check(as("BK2", "Transfer", to("BKS")), "B11", "EBL_PLEDGED");
  check(as("BK2", "RequestSurrender", surrender("R1")), "B29", "EBL_NOT_ENTITLED");
  CHECK(as("BK2", "ReleasePledge", id).ok());
  CHECK(bill().holder == test::party_id("IMP"));
  CHECK_FALSE(bill().prev_holder);
}

TEST_CASE_FIXTURE(EblWorld, "Pledge: with possession, an offer that is withdrawn moves nothing") {
  deliver();
  CHECK(acts("IMP", "Pledge", test::with(offer("BK2"), "possession", "PLEDGEE")).ok());
  CHECK(acts("IMP", "ReleasePledge", id).ok());
  CHECK(bill().holder == test::party_id("IMP"));
}
