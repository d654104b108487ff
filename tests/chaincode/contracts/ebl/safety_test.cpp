// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "tests/chaincode/contracts/ebl/ebl_world.hpp"

using namespace tradelane;
using namespace tradelane::ebl;
using test::with;

namespace {

struct Stopping : EblWorld {
  Json pause_args = Json::Object{{"reason", std::string(64, 'c')}};
  Json freeze_args = with(pause_args, "billId", test::bill_id("B1"));

  Stopping() { bootstrap_two(); }
};

}  // namespace

TEST_CASE_FIXTURE(Stopping, "Freeze and Unfreeze: every refusal, in order of precedence") {
  check(operates("CarrierMSP", "Freeze", freeze_args), "A10", "AUTH_DENIED");
  check(operates("OperatorMSP", "Freeze", with(freeze_args, "reason", "SANCTIONS")), "A11",
        "ARG_MALFORMED");
  for (const char* transaction : {"Freeze", "Unfreeze"})
    check(operates("OperatorMSP", transaction, freeze_args), "B110", "EBL_UNKNOWN");
  issue();
  check(operates("OperatorMSP", "Unfreeze", freeze_args), "B112", "EBL_STATE");
  CHECK(both("Freeze", freeze_args).integer("seq") == 1);
  const Json other_order = with(freeze_args, "reason", std::string(64, 'd'));
  const auto second = operates("OperatorMSP", "Freeze", other_order);
  check(second, "B111", "EBL_FROZEN");
  CHECK(second.message == "EBL_FROZEN: The bill is frozen. (frozen already)");
}

TEST_CASE_FIXTURE(Stopping,
                  "Freeze: takes two organisations, stops the bill, and never writes it") {
  issue();
  const Bill before = bill();
  CHECK(operates("OperatorMSP", "Freeze", freeze_args).text("code") == "PROPOSED");
  CHECK(operates("OperatorMSP", "Freeze", freeze_args).changes.empty());
  CHECK(signed_by("EXP", "Transfer", 1, to("IMP")).ok());
  CHECK(signed_by("EXP", "DeclineTransfer", 2, id).ok());
  const auto decided = operates("SecondMSP", "Freeze", freeze_args);
  CHECK(decided.text("code") == "");
  CHECK(decided.changes.writes().count({"", key::bill(before.id).text()}) == 0);
  check(signed_by("EXP", "Transfer", 3, to("IMP")), "B39", "EBL_FROZEN");
  CHECK(operates("SecondMSP", "Freeze", freeze_args).changes.empty());
  CHECK(both("Unfreeze", freeze_args).integer("seq") == 2);
  CHECK(signed_by("EXP", "Transfer", 3, to("IMP")).ok());
  // The old decision does not hold for a second time.
  CHECK(operates("OperatorMSP", "Freeze", freeze_args).text("code") == "PROPOSED");
}

TEST_CASE_FIXTURE(Stopping, "Freeze: two orders are no agreement") {
  issue();
  CHECK(operates("OperatorMSP", "Freeze", freeze_args).ok());
  const Json other_order = with(freeze_args, "reason", std::string(64, 'd'));
  CHECK(operates("SecondMSP", "Freeze", other_order).text("code") == "PROPOSED");
  CHECK(signed_by("EXP", "Transfer", 1, to("IMP")).ok());
}

TEST_CASE_FIXTURE(Stopping, "Freeze: also a bill whose title has ended, and while all are paused") {
  deliver();
  CHECK(signed_by("IMP", "RequestSurrender", 3, surrender("R1")).ok());
  CHECK(as("CAR", "AnswerSurrender", answer("R1", "SURR")).ok());
  CHECK(both("Pause", pause_args).ok());
  CHECK(both("Freeze", freeze_args).ok());
}

TEST_CASE_FIXTURE(Stopping, "Pause and Resume: every refusal, in order of precedence") {
  check(operates("CarrierMSP", "Pause", pause_args), "A10", "AUTH_DENIED");
  check(operates("OperatorMSP", "Resume", pause_args), "B114", "EBL_STATE");
  CHECK(both("Pause", pause_args).integer("seq") == 1);
  const Json other_reason = with(pause_args, "reason", std::string(64, 'd'));
  check(operates("OperatorMSP", "Pause", other_reason), "B113", "EBL_PAUSED");
  CHECK(operates("OperatorMSP", "Pause", pause_args).changes.empty());
}

TEST_CASE_FIXTURE(Stopping, "Pause: all bills rest until both resume them") {
  issue();
  CHECK(both("Pause", pause_args).ok());
  check(signed_by("EXP", "Transfer", 1, to("IMP")), "B38", "EBL_PAUSED");
  CHECK(operates("SecondMSP", "Resume", pause_args).text("code") == "PROPOSED");
  check(signed_by("EXP", "Transfer", 1, to("IMP")), "B38", "EBL_PAUSED");
  CHECK(operates("OperatorMSP", "Resume", pause_args).integer("seq") == 2);
  CHECK(signed_by("EXP", "Transfer", 1, to("IMP")).ok());
}

TEST_CASE_FIXTURE(EblWorld, "Freeze and Pause: A16, one operator stops nothing") {
  issue();
  const Json reason = Json::Object{{"reason", std::string(64, 'c')}};
  check(operates("OperatorMSP", "Pause", reason), "A16", "AUTH_DENIED");
  check(operates("OperatorMSP", "Freeze", with(reason, "billId", test::bill_id("B1"))), "A16",
        "AUTH_DENIED");
}
