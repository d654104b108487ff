// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <doctest/doctest.h>

#include "chaincode/contract/openings.hpp"
#include "chaincode/contract/router.hpp"
#include "chaincode/contracts/consent/contract.hpp"
#include "chaincode/contracts/consent/keys.hpp"
#include "chaincode/contracts/ebl/contract.hpp"
#include "chaincode/contracts/ebl/keys.hpp"
#include "chaincode/contracts/evidence/contract.hpp"
#include "chaincode/contracts/evidence/keys.hpp"
#include "chaincode/contracts/finance/contract.hpp"
#include "chaincode/contracts/finance/effects.hpp"
#include "chaincode/contracts/finance/keys.hpp"
#include "chaincode/contracts/party/contract.hpp"
#include "tests/support/loans.hpp"

namespace tradelane::finance {

using test::Stage;

/// Everyone admitted, nothing lent.
struct FinanceWorld {
  contract::Router router{
      {party::contract(), consent::contract(), evidence::contract(), ebl::contract(), contract()}};
  test::World world{router};

  FinanceWorld() { test::admit_everyone(world); }

  void play(Stage stage) { test::play_loan(world, stage); }

  test::Answer as(const std::string& alias, const std::string& transaction, const Json& args,
                  const test::Transient& openings = {}) {
    return world.submit(test::actor(world, alias), "finance:" + transaction, args, openings);
  }
  /// By the lender BKH, signed by `alias` over the loan L1 in state `seq`.
  test::Answer signed_by(const std::string& alias, const std::string& transaction, std::int64_t seq,
                         const Json& args, const test::Transient& openings = {}) {
    return as("BKH", transaction, test::sign_loan(world, alias, transaction, "L1", seq, args),
              openings);
  }

  template <class R>
  R read(const ledger::Key<R>& key) const {
    return *ledger::Reader(world.state).find(key);
  }
  template <class R>
  void write(const ledger::Key<R>& key, const R& record) {
    world.state.apply(ledger::Changes{}.put(key, record));
  }
  /// Changes a record as a later transaction will, or as none may.
  template <class R>
  void edit(const ledger::Key<R>& key, const std::function<void(R&)>& change) {
    R record = read(key);
    change(record);
    write(key, record);
  }

  static LoanId loan_id(const std::string& alias = "L1") {
    return *LoanId::parse(test::id26(alias));
  }
  Loan loan() const { return read(key::loan(loan_id())); }
  Facility facility() const { return read(facility_key()); }
  static ledger::Key<Facility> facility_key() {
    return key::facility(*FacilityId::parse(test::id26("F1")));
  }
  static ebl::BillId bill_id() { return *ebl::BillId::parse(test::bill_id("B1")); }
  ebl::Bill bill() const { return read(ebl::key::bill(bill_id())); }
  static evidence::EvidenceId declaration() {
    return *evidence::EvidenceId::parse(test::evidence_id("D1"));
  }
  Claim lock_on_bill() const { return read(key::lock(bill_id())); }

  void suspend(const std::string& alias) {
    edit<contract::Party>(contract::key::party(test::party_id(alias)), [](contract::Party& party) {
      party.state = contract::PartyState::suspended;
    });
  }
  void freeze() {
    edit<Facility>(facility_key(), [](Facility& f) { f.state = FacilityState::frozen; });
  }
  static ledger::Key<ebl::Safety> freeze_key() { return ebl::key::freeze(bill_id()); }
  /// As two operators stop all bills or this one, and let them go.
  void set(const ledger::Key<ebl::Safety>& key, bool stopped) {
    write(key, ebl::Safety{.stopped = stopped, .reason = bill().facts, .at = world.now, .seq = 1});
  }
  static ebl::BillId next_bill() { return *ebl::BillId::parse("TSTC/TSTCSHA2603001/2"); }
  /// As CompleteRecovery leaves the loan's bill, with the pledge at `pledgee`.
  void recover(const std::string& pledgee) {
    ebl::Bill next = bill();
    next.id = next_bill();
    next.pledge->pledgee = test::party_id(pledgee);
    next.links = ebl::Links{.replaces = {bill_id()}};
    write(ebl::key::bill(next.id), next);
    write(ebl::key::recovery(bill_id()), ebl::Recovery{.state = ebl::RecoveryState::completed,
                                                       .lost = test::party_id("IMP"),
                                                       .replacement = test::party_id("EXP"),
                                                       .reason = next.facts,
                                                       .bill_seq = next.seq,
                                                       .completes_after = world.now,
                                                       .replaced_by = next.id,
                                                       .at = world.now,
                                                       .seq = 2,
                                                       .last_act = next.last_act});
  }
  /// `alias` withdraws a consent that it has given.
  void revoke(const std::string& consent, const std::string& alias) {
    const Json args = Json::Object{{"consentId", test::consent_id(consent)}, {"reason", "OWNER"}};
    test::require_ok(
        world.submit(test::actor(world, "CDP"), "consent:Revoke",
                     test::sign_consent(world, alias, "consent:Revoke", consent, 3, args)));
  }
  bool keeps(const std::string& msp, const test::Opening& opening) const {
    return world.state
        .get_private("_implicit_org_" + msp, contract::opening_key(opening.commitment))
        .has_value();
  }
};

inline void check(const test::Answer& answer, const char* rule, const char* token) {
  CAPTURE(answer.message);
  CHECK(answer.rule == rule);
  CHECK(answer.token == token);
}

}  // namespace tradelane::finance
