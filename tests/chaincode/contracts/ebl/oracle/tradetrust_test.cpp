// SPDX-License-Identifier: Apache-2.0
// The fourteen rows of TradeTrust's token registry (ebl.md 3) as acts of this contract, and what
// its users rely on. The single refusals are in the tests of the transactions.
#include <doctest/doctest.h>

#include "tests/chaincode/contracts/ebl/ebl_world.hpp"

using namespace tradelane;
using ebl::check;

namespace {

struct Registry : ebl::EblWorld {
  const test::Transient document = test::bill_openings("B1").transient();

  Json both(const std::string& owner, const std::string& holder) const {
    return test::with(test::with(id, "owner", test::party_id(owner).text()), "holder",
                      test::party_id(holder).text());
  }
  /// B1 owned and held by IMP; transfers need no acceptance, as in the registry.
  void mint() {
    CHECK(as("CAR", "Issue",
             test::with(test::with(test::issue_args("B1"), "acceptance", "IMMEDIATE"), "holder",
                        test::party_id("IMP").text()),
             document)
              .ok());
  }
  bool is(const char* owner, const char* holder) {
    return bill().owner == test::party_id(owner) && bill().holder == test::party_id(holder);
  }
};

}  // namespace

TEST_CASE_FIXTURE(Registry, "TradeTrust 1, 11: an id is minted once, also when it was burnt") {
  mint();
  CHECK(is("IMP", "IMP"));
  check(test::issue_bill(world, "B1"), "B3", "EBL_DUPLICATE");
  CHECK(acts("IMP", "RequestSurrender", surrender("R1")).ok());
  CHECK(as("CAR", "AnswerSurrender", answer("R1", "SURR")).ok());
  check(test::issue_bill(world, "B1"), "B3", "EBL_DUPLICATE");
  check(acts("IMP", "Transfer", to("EXP")), "B40", "EBL_STATE");
}

TEST_CASE_FIXTURE(Registry, "TradeTrust 2, 3: the owner nominates, the holder carries it out") {
  mint();
  CHECK(acts("IMP", "Transfer", to("BKS")).ok());
  CHECK(acts("IMP", "Nominate", nominee("BK2")).ok());
  check(acts("IMP", "EndorseToOrder", to("BK2")), "B51", "EBL_NOT_HOLDER");
  check(acts("BKS", "EndorseToOrder", to("BKH")), "B60", "EBL_INVALID_NOMINEE");
  CHECK(acts("BKS", "EndorseToOrder", to("BK2")).ok());
  CHECK(is("BK2", "BKS"));
  CHECK_FALSE(bill().nominee);
}

TEST_CASE_FIXTURE(Registry, "TradeTrust 4, 5: possession, and both in one act") {
  mint();
  CHECK(acts("IMP", "Transfer", to("BKS")).ok());
  CHECK(is("IMP", "BKS"));
  CHECK(acts("BKS", "Transfer", to("IMP")).ok());
  const auto answer = acts("IMP", "TransferOwners", both("BK2", "BKS"));
  CHECK(answer.integer("seq") == bill().seq);
  CHECK(is("BK2", "BKS"));
}

TEST_CASE_FIXTURE(Registry, "TradeTrust 6, 7: title and possession are rejected one by one") {
  mint();
  CHECK(acts("IMP", "TransferOwners", both("BK2", "BKS")).ok());
  CHECK(acts("BK2", "RejectOwner", id).ok());
  CHECK(is("IMP", "BKS"));
  check(acts("IMP", "RejectOwner", id), "B67", "EBL_NOTHING_TO_REJECT");
  CHECK(acts("BKS", "RejectHolder", id).ok());
  CHECK(is("IMP", "IMP"));
  check(acts("IMP", "RejectBoth", id), "B67", "EBL_NOTHING_TO_REJECT");
}

TEST_CASE_FIXTURE(Registry, "TradeTrust 8: who received both gives both back at once") {
  mint();
  CHECK(acts("IMP", "TransferOwners", both("BKS", "BKS")).ok());
  check(acts("BKS", "RejectOwner", id), "B68", "EBL_DUAL_ROLE_REJECTION_REQUIRED");
  check(acts("BKS", "RejectHolder", id), "B68", "EBL_DUAL_ROLE_REJECTION_REQUIRED");
  CHECK(acts("BKS", "RejectBoth", id).ok());
  CHECK(is("IMP", "IMP"));
}

TEST_CASE_FIXTURE(Registry, "TradeTrust 9, 10: returned to the issuer, and restored as it was") {
  mint();
  CHECK(acts("IMP", "Transfer", to("BKS")).ok());
  check(acts("BKS", "RequestSurrender", surrender("R1")), "B29", "EBL_NOT_ENTITLED");
  check(acts("IMP", "RequestSurrender", surrender("R1")), "B28", "EBL_NOT_HOLDER");
  CHECK(acts("BKS", "Transfer", to("IMP")).ok());
  CHECK(acts("IMP", "RequestSurrender", surrender("R1")).ok());
  check(acts("IMP", "Transfer", to("BKS")), "B10", "EBL_STATE");
  CHECK(as("CAR", "AnswerSurrender", answer("R1", "SREJ")).ok());
  CHECK(is("IMP", "IMP"));
  check(acts("IMP", "RejectBoth", id), "B67", "EBL_NOTHING_TO_REJECT");
  CHECK(acts("IMP", "Transfer", to("BKS")).ok());
}

TEST_CASE_FIXTURE(Registry, "TradeTrust 12: while all is paused nobody moves anything") {
  mint();
  set(ebl::key::pause(), true);
  for (const char* verb : {"Sign", "BlankEndorse", "RejectOwner", "RejectHolder", "RejectBoth"})
    check(acts("IMP", verb, id), "B38", "EBL_PAUSED");
  check(acts("IMP", "Transfer", to("BKS")), "B38", "EBL_PAUSED");
  check(acts("IMP", "Endorse", to("BKS")), "B38", "EBL_PAUSED");
  check(acts("IMP", "Nominate", nominee("BKS")), "B38", "EBL_PAUSED");
  check(acts("IMP", "TransferOwners", both("BKS", "BKS")), "B38", "EBL_PAUSED");
  set(ebl::key::pause(), false);
  CHECK(acts("IMP", "Sign", id).ok());
}

TEST_CASE_FIXTURE(Registry,
                  "TradeTrust 13: what a signature has endorsed can be rejected as well") {
  mint();
  const Json signed_act =
      test::sign_bill(world, "IMP", "EndorseToOrder", "B1", bill().seq, to("BKS"));
  CHECK(as("BKH", "EndorseToOrder", signed_act).ok());  // somebody of the same organisation
  CHECK(is("BKS", "IMP"));
  CHECK(acts("BKS", "RejectOwner", id).ok());
  CHECK(is("IMP", "IMP"));
}

TEST_CASE_FIXTURE(Registry, "TradeTrust 14: a signature is cancelled by whatever moves the bill") {
  mint();
  const Json signed_act = test::sign_bill(world, "IMP", "Endorse", "B1", bill().seq, to("BKS"));
  CHECK(acts("IMP", "Sign", id).ok());
  check(as("BKH", "Endorse", signed_act), "A5", "ACT_SEQ");
}
