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
  check(signed_by("IMP", "Pledge", 3, test::with(offer("BKH"), "possession", "PLEDGEE")), "A11",
        "ARG_MALFORMED");
  CHECK_FALSE(bill().pledge);
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
