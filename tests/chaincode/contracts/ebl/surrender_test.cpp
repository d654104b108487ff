// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "tests/chaincode/contracts/ebl/ebl_world.hpp"

using namespace tradelane;
using ebl::check;
using ebl::EblWorld;

TEST_CASE_FIXTURE(EblWorld, "RequestSurrender: every refusal, in order of precedence") {
  issue();
  check(signed_by("IMP", "RequestSurrender", 1, surrender("")), "B28", "EBL_NOT_HOLDER");
  check(signed_by("EXP", "RequestSurrender", 1, surrender("")), "B29", "EBL_NOT_ENTITLED");
  CHECK(signed_by("EXP", "Transfer", 1, to("IMP")).ok());
  CHECK(signed_by("IMP", "AcceptTransfer", 2, id, test::bill_openings("B1").transient()).ok());
  CHECK(signed_by("IMP", "Pledge", 3, offer("BKH")).ok());
  check(signed_by("IMP", "RequestSurrender", 4, surrender("")), "B31", "EBL_PLEDGED");
  CHECK(signed_by("IMP", "ReleasePledge", 4, id).ok());
  check(signed_by("IMP", "RequestSurrender", 5, surrender("")), "B32", "ARG_MALFORMED");
  check(signed_by("IMP", "RequestSurrender", 5, surrender(std::string(101, 'r'))), "B32",
        "ARG_MALFORMED");
  CHECK(signed_by("IMP", "RequestSurrender", 5, surrender(std::string(100, 'r'))).ok());
  check(signed_by("IMP", "RequestSurrender", 6, surrender("")), "B30", "EBL_STATE");
  CHECK(as("CAR", "AnswerSurrender", answer(std::string(100, 'r'), "SREJ")).ok());
  check(signed_by("IMP", "RequestSurrender", 7, surrender(std::string(100, 'r'))), "B33",
        "EBL_REF_REUSED");
  CHECK(signed_by("IMP", "RequestSurrender", 7, surrender("R2")).integer("seq") == 8);
}

TEST_CASE_FIXTURE(EblWorld, "RequestSurrender: B32, characters are counted, and must fit a key") {
  deliver();
  std::string hundred;
  for (int i = 0; i < 100; ++i) hundred += "提";
  for (const std::string& bad :
       {hundred + "提", std::string("R\0", 2), std::string("R\xf4\x8f\xbf\xbf")})
    check(signed_by("IMP", "RequestSurrender", 3, surrender(bad)), "B32", "ARG_MALFORMED");
  CHECK(signed_by("IMP", "RequestSurrender", 3, surrender(hundred)).ok());
}

TEST_CASE_FIXTURE(EblWorld, "AnswerSurrender: every refusal, in order of precedence") {
  deliver();
  check(signed_by("IMP", "AnswerSurrender", 3, answer("R1", "SURR")), "B34", "EBL_NOT_ENTITLED");
  check(as("CAR", "AnswerSurrender", answer("R1", "SURR")), "B36", "EBL_STATE");
  CHECK(signed_by("IMP", "RequestSurrender", 3, surrender("R1")).ok());
  check(as("CAR", "AnswerSurrender", answer("R9", "SURR")), "B36", "EBL_STATE");
  CHECK(as("CAR", "AnswerSurrender", answer("R1", "SURR")).integer("seq") == 5);
  CHECK(as("CAR", "AnswerSurrender", answer("R1", "SURR")).changes.empty());
  check(as("CAR", "AnswerSurrender", answer("R1", "SREJ")), "B35", "EBL_ALREADY_ANSWERED");
}

TEST_CASE_FIXTURE(EblWorld, "surrendered: every act that follows is refused") {
  deliver();
  CHECK(signed_by("IMP", "RequestSurrender", 3, surrender("R1")).ok());
  CHECK(as("CAR", "AnswerSurrender", answer("R1", "SURR")).ok());
  CHECK(bill().status == ebl::Status::surrendered);
  check(signed_by("IMP", "Transfer", 5, to("EXP")), "B40", "EBL_STATE");
  check(signed_by("IMP", "Pledge", 5, offer("BKH")), "B40", "EBL_STATE");
  check(signed_by("IMP", "RequestSurrender", 5, surrender("R2")), "B40", "EBL_STATE");
}

TEST_CASE_FIXTURE(EblWorld, "SREJ: the bill is back with its holder, as it was") {
  deliver();
  CHECK(signed_by("IMP", "RequestSurrender", 3, surrender("R1")).ok());
  CHECK(as("CAR", "AnswerSurrender", answer("R1", "SREJ")).ok());
  CHECK(bill().status == ebl::Status::issued);
  CHECK(bill().holder == test::party_id("IMP"));
  CHECK_FALSE(bill().surrender);
  CHECK_FALSE(bill().prev_holder);
}
