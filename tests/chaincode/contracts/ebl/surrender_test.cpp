// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "tests/chaincode/contracts/ebl/ebl_world.hpp"

using namespace tradelane;
using namespace tradelane::ebl;

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
  check(signed_by("IMP", "RequestSurrender", 5, test::with(surrender("R1"), "code", "AREQ")),
        "B115", "ARG_MALFORMED");
  check(signed_by("IMP", "RequestSurrender", 5, test::with(surrender("R1"), "reasonCode", "COD")),
        "B115", "ARG_MALFORMED");
  check(signed_by("IMP", "RequestSurrender", 5, amendment("R1", "OTHER")), "A11", "ARG_MALFORMED");
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

TEST_CASE_FIXTURE(EblWorld, "AnswerSurrender: B118, a refusal says why, an acceptance need not") {
  deliver();
  CHECK(signed_by("IMP", "RequestSurrender", 3, surrender("R1")).ok());
  const Json silent = test::without(answer("R1", "SREJ"), "comment");
  check(as("CAR", "AnswerSurrender", silent), "B118", "EBL_COMMENT_REQUIRED");
  CHECK(as("CAR", "AnswerSurrender", answer("R1", "SREJ")).ok());
  const auto step = ledger::Reader(world.state).find(ebl::key::step(bill_key(), 5));
  CHECK(step->comment == Digest::parse(std::string(64, 'c')));
}

TEST_CASE_FIXTURE(EblWorld, "RequestSurrender: for an amendment, with DCSA's reasons") {
  for (const char* reason : {"SWTP", "COD", "SWI"}) {
    CAPTURE(reason);
    EblWorld one;
    one.surrender_to_amend(reason);
    CHECK(one.bill().status == Status::amendment_surrendered);
    CHECK(one.bill().surrender->code == "AREQ");
    CHECK(one.bill().surrender->reason == reason);
    const auto step = ledger::Reader(one.world.state).find(ebl::key::step(bill_key(), 4));
    CHECK(step->action_code == "SURRENDER_FOR_AMENDMENT");
    CHECK(step->reason_code == reason);
    CHECK(step->recipient == test::party_id("CAR"));
  }
}

TEST_CASE_FIXTURE(EblWorld, "RequestSurrender: an amendment that the carrier refuses") {
  deliver();
  CHECK(signed_by("IMP", "RequestSurrender", 3, amendment("R1", "COD")).ok());
  CHECK(bill().status == Status::amendment_pending);
  check(signed_by("IMP", "Transfer", 4, to("EXP")), "B10", "EBL_STATE");
  check(signed_by("IMP", "Pledge", 4, offer("BKH")), "B20", "EBL_STATE");
  CHECK(as("CAR", "AnswerSurrender", answer("R1", "SREJ")).ok());
  CHECK(bill().status == Status::issued);
  CHECK_FALSE(bill().surrender);
  CHECK(signed_by("IMP", "Transfer", 5, to("EXP")).ok());
}

TEST_CASE_FIXTURE(EblWorld, "RequestSurrender: B29, who may surrender each kind of bill") {
  issue();
  const auto as_kind = [&](Kind kind) {
    Bill next = bill();
    next.kind = kind;
    next.owner = kind == Kind::blank ? next.holder : test::party_id("IMP");
    put(next);
  };
  const auto may = [&](const char* who, const char* rule) {
    const Json args =
        test::sign_bill(world, who, "RequestSurrender", "B1", bill().seq, amendment("R1", "COD"));
    CHECK(world.evaluate(test::actor(world, who), "ebl:RequestSurrender", args).rule == rule);
  };
  may("EXP", "B29");
  as_kind(Kind::straight);
  may("EXP", "");     // the shipper, as long as it has the bill in hand
  may("IMP", "B28");  // the consignee has no bill
  as_kind(Kind::blank);
  may("EXP", "");
  as_kind(Kind::straight);
  CHECK(signed_by("EXP", "Transfer", 1, to("IMP")).ok());
  CHECK(signed_by("IMP", "AcceptTransfer", 2, id, test::bill_openings("B1").transient()).ok());
  may("IMP", "");
  may("EXP", "B28");
  Bill elsewhere = bill();
  elsewhere.holder = test::party_id("EXP");
  elsewhere.owner = test::party_id("BK2");
  put(elsewhere);
  may("EXP", "");
  elsewhere.holder = test::party_id("IMP");
  put(elsewhere);
  may("IMP", "B29");  // neither shipper nor consignee
}

TEST_CASE_FIXTURE(EblWorld, "CancelSurrender: every refusal, in order of precedence") {
  deliver();
  check(as("CAR", "CancelSurrender", id), "B116", "EBL_STATE");
  CHECK(signed_by("IMP", "RequestSurrender", 3, surrender("R1")).ok());
  check(as("CAR", "CancelSurrender", id), "B117", "EBL_NOT_ENTITLED");
  CHECK(signed_by("IMP", "CancelSurrender", 4, id).integer("seq") == 5);
  CHECK(signed_by("IMP", "CancelSurrender", 4, id).changes.empty());
  CHECK(bill().status == Status::issued);
  CHECK_FALSE(bill().surrender);
  check(as("CAR", "AnswerSurrender", answer("R1", "SURR")), "B36", "EBL_STATE");
  check(signed_by("IMP", "RequestSurrender", 5, surrender("R1")), "B33", "EBL_REF_REUSED");
  CHECK(signed_by("IMP", "RequestSurrender", 5, amendment("R2", "SWI")).ok());
  CHECK(signed_by("IMP", "CancelSurrender", 6, id).ok());
}

TEST_CASE_FIXTURE(EblWorld, "CancelSurrender: B116, not after the answer") {
  surrender_to_amend("COD");
  check(signed_by("IMP", "CancelSurrender", 5, id), "B116", "EBL_STATE");
}

TEST_CASE_FIXTURE(EblWorld, "RequestSurrender: what could be rejected before is over") {
  deliver();
  CHECK(bill().prev_holder);
  Bill hop = bill();
  hop.prev_owner = test::party_id("EXP");
  hop.nominee = test::party_id("BKH");
  put(hop);
  CHECK(signed_by("IMP", "RequestSurrender", 3, surrender("R1")).ok());
  CHECK_FALSE(bill().prev_holder);
  CHECK_FALSE(bill().prev_owner);
  CHECK_FALSE(bill().nominee);
  put([&] {
    Bill older = bill();  // as the first release wrote it
    older.prev_holder = test::party_id("EXP");
    older.prev_owner = test::party_id("EXP");
    return older;
  }());
  CHECK(as("CAR", "AnswerSurrender", answer("R1", "SREJ")).ok());
  CHECK_FALSE(bill().prev_holder);
  CHECK_FALSE(bill().prev_owner);
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
