// SPDX-License-Identifier: Apache-2.0
#include "chaincode/contracts/ebl/endorsement.hpp"

#include <doctest/doctest.h>

#include "tests/chaincode/contracts/ebl/ebl_world.hpp"

using namespace tradelane;
using namespace tradelane::ebl;

namespace {

/// "AND(CarrierMSP, OR(BankHMSP, BankSMSP))"
std::string text_of(const ledger::EndorsementRule& rule) {
  if (rule.principal) {
    CHECK(rule.principal->role == ledger::MspRole::peer);
    return rule.principal->msp.text();
  }
  std::string out = rule.count == rule.rules.size() ? "AND(" : "OR(";
  for (std::size_t i = 0; i < rule.rules.size(); ++i)
    out += (i == 0 ? "" : ", ") + text_of(rule.rules[i]);
  return out + ")";
}

struct Endorsed : EblWorld {
  /// The policy that the ledger has for B1.
  std::string now() const {
    const auto& all = world.state.policies();
    const auto found = all.find({"", key::bill(bill_key()).text()});
    return found == all.end() ? "" : text_of(found->second.rule());
  }
  /// That of the present bill after `edit`.
  std::string of(const std::function<void(Bill&)>& edit) {
    Bill other = bill();
    edit(other);
    return text_of(policy_of(other, ledger::Reader(world.state)).rule());
  }
  /// Whether the last act has written a policy.
  static bool sets_policy(const test::Answer& answer) {
    CHECK(answer.ok());
    return !answer.changes.policies().empty();
  }
};

}  // namespace

TEST_CASE_FIXTURE(Endorsed, "endorsement: reset at each move, and only then") {
  issue();
  CHECK(now() == "AND(BankSMSP, CarrierMSP)");
  CHECK(sets_policy(signed_by("EXP", "Transfer", 1, to("IMP"))));
  CHECK(now() == "AND(CarrierMSP, OR(BankSMSP, BankHMSP))");
  const auto openings = test::bill_openings("B1").transient();
  CHECK(sets_policy(signed_by("IMP", "AcceptTransfer", 2, id, openings)));
  CHECK(now() == "AND(BankHMSP, CarrierMSP)");
  CHECK_FALSE(sets_policy(signed_by("IMP", "Pledge", 3, offer("BK2"))));
  CHECK(sets_policy(as("BK2", "AcceptPledge", accept())));
  CHECK(now() == "AND(Bank2MSP, BankHMSP, CarrierMSP)");
  CHECK(sets_policy(as("BK2", "ReleasePledge", id)));
  CHECK(now() == "AND(BankHMSP, CarrierMSP)");
  CHECK_FALSE(sets_policy(signed_by("IMP", "RequestSurrender", 6, surrender("R1"))));
  CHECK_FALSE(sets_policy(as("CAR", "AnswerSurrender", answer("R1", "SURR"))));
  CHECK(now() == "AND(BankHMSP, CarrierMSP)");
}

TEST_CASE_FIXTURE(Endorsed, "endorsement: a declined transfer gives the sender's bill back") {
  issue();
  CHECK(signed_by("EXP", "Transfer", 1, to("IMP")).ok());
  CHECK(sets_policy(signed_by("IMP", "DeclineTransfer", 2, id)));
  CHECK(now() == "AND(BankSMSP, CarrierMSP)");
}

TEST_CASE_FIXTURE(Endorsed, "endorsement: a move within one organisation changes no policy") {
  deliver();
  // IMP and BKH are both of the lender's organisation.
  CHECK_FALSE(sets_policy(signed_by("IMP", "Pledge", 3, offer("BKH"))));
  CHECK_FALSE(sets_policy(as("BKH", "AcceptPledge", accept())));
  CHECK(now() == "AND(BankHMSP, CarrierMSP)");
}

TEST_CASE_FIXTURE(Endorsed, "endorsement: the policy of each state") {
  issue();
  const auto held_by = [](const char* alias) {
    return [=](Bill& bill) { bill.holder = test::party_id(alias); };
  };
  const auto offered = [](const char* from, const char* recipient) {
    return [=](Bill& bill) {
      bill.status = Status::transfer_pending;
      bill.holder = test::party_id(from);
      bill.pending_to = test::party_id(recipient);
    };
  };
  const auto pledged = [](const char* alias, PledgeState state) {
    return
        [=](Bill& bill) { bill.pledge = Pledge{.pledgee = test::party_id(alias), .state = state}; };
  };
  const struct {
    std::function<void(Bill&)> edit;
    const char* expected;
  } rows[] = {
      {held_by("EXP"), "AND(BankSMSP, CarrierMSP)"},
      {held_by("IMP"), "AND(BankHMSP, CarrierMSP)"},
      {held_by("CAR"), "AND(CarrierMSP)"},
      {offered("EXP", "IMP"), "AND(CarrierMSP, OR(BankSMSP, BankHMSP))"},
      {offered("IMP", "EXP"), "AND(CarrierMSP, OR(BankHMSP, BankSMSP))"},
      {offered("IMP", "BKH"), "AND(BankHMSP, CarrierMSP)"},
      {offered("EXP", "CAR"), "AND(CarrierMSP)"},
      {offered("CAR", "EXP"), "AND(CarrierMSP)"},
      {pledged("BK2", PledgeState::offered), "AND(BankSMSP, CarrierMSP)"},
      {pledged("BK2", PledgeState::accepted), "AND(Bank2MSP, BankSMSP, CarrierMSP)"},
      {pledged("BK2", PledgeState::bound), "AND(Bank2MSP, BankSMSP, CarrierMSP)"},
      {pledged("BKS", PledgeState::bound), "AND(BankSMSP, CarrierMSP)"},
      {[](Bill& bill) { bill.status = Status::surrendered; }, "AND(BankSMSP, CarrierMSP)"},
  };
  for (const auto& row : rows) CHECK(of(row.edit) == row.expected);
  CHECK_THROWS_AS(of(held_by("NOBODY")), Fault);
}
