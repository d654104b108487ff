// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <functional>

#include <doctest/doctest.h>

#include "chaincode/contract/router.hpp"
#include "chaincode/contracts/ebl/contract.hpp"
#include "chaincode/contracts/ebl/keys.hpp"
#include "chaincode/contracts/party/contract.hpp"
#include "tests/support/bills.hpp"

namespace tradelane::ebl {

/// Everyone admitted, no bill yet.
struct EblWorld {
  contract::Router router{{party::contract(), contract()}};
  test::World world{router};
  Json id = Json::Object{{"billId", test::bill_id("B1")}};

  EblWorld() { test::admit_everyone(world); }

  test::Answer as(const std::string& alias, const std::string& transaction, const Json& args,
                  const test::Transient& transient = {}) {
    return world.submit(test::actor(world, alias), "ebl:" + transaction, args, transient);
  }
  /// The same, signed by the company itself over B1 in state `seq`.
  test::Answer signed_by(const std::string& alias, const std::string& transaction, std::int64_t seq,
                         const Json& args, const test::Transient& transient = {}) {
    return as(alias, transaction, test::sign_bill(world, alias, transaction, "B1", seq, args),
              transient);
  }
  void issue() { CHECK(test::issue_bill(world, "B1").integer("seq") == 1); }
  void deliver() { test::deliver_to_importer(world, "B1"); }

  /// What the company does with B1 as it is now, signed where it signs.
  test::Answer acts(const std::string& alias, const std::string& transaction, const Json& args,
                    const test::Transient& transient = {}) {
    if (!test::cast()[alias].acts_by_signature) return as(alias, transaction, args, transient);
    return signed_by(alias, transaction, bill().seq, args, transient);
  }

  Json to(const std::string& alias) const {
    return test::with(id, "to", test::party_id(alias).text());
  }
  Json nominee(const std::string& alias) const {
    return test::with(id, "nominee", test::party_id(alias).text());
  }
  Json offer(const std::string& pledgee) const {
    return test::with(
        test::with(test::with(id, "loanId", loan()), "pledgee", test::party_id(pledgee).text()),
        "possession", "PLEDGOR");
  }
  Json accept() const { return test::with(id, "loanId", loan()); }
  Json surrender(const std::string& reference) const {
    return test::with(test::with(id, "surrenderRequestReference", reference), "code", "SREQ");
  }
  Json amendment(const std::string& reference, const std::string& reason) const {
    return test::with(test::with(surrender(reference), "code", "AREQ"), "reasonCode", reason);
  }
  /// A refusal says why, as it must.
  Json answer(const std::string& reference, const std::string& answer_code) const {
    Json args =
        test::with(test::with(id, "surrenderRequestReference", reference), "answer", answer_code);
    return answer_code == "SREJ" ? test::with(args, "comment", std::string(64, 'c')) : args;
  }
  /// B1 at IMP, in state 5: given back to the carrier for an amendment.
  void surrender_to_amend(const std::string& reason) {
    deliver();
    CHECK(signed_by("IMP", "RequestSurrender", 3, amendment("R1", reason)).ok());
    CHECK(as("CAR", "AnswerSurrender", answer("R1", "SURR")).integer("seq") == 5);
  }
  /// Two operator organisations, as a channel has where anything may be stopped.
  void bootstrap_two() {
    auto boot = *ledger::Reader(world.state).find(contract::key::boot());
    boot.operator_msps = Set<MspId>{*MspId::parse("OperatorMSP"), *MspId::parse("SecondMSP")};
    world.state.apply(ledger::Changes{}.put(contract::key::boot(), boot));
  }
  test::Answer operates(const char* msp, const std::string& transaction, const Json& args) {
    return world.submit(world.actor(msp), "ebl:" + transaction, args);
  }
  /// Both operators say the same, and the second one decides.
  test::Answer both(const std::string& transaction, const Json& args) {
    CHECK(operates("OperatorMSP", transaction, args).text("code") == "PROPOSED");
    return operates("SecondMSP", transaction, args);
  }
  static std::string loan() { return test::party_id("LOAN1").text(); }

  Bill bill() { return *ledger::Reader(world.state).find(key::bill(bill_key())); }
  Step newest() { return *ledger::Reader(world.state).find(key::step(bill_key(), bill().seq)); }
  /// Changes the record of B1 behind the contract's back.
  void edit(const std::function<void(Bill&)>& change) {
    Bill next = bill();
    change(next);
    put(next);
  }
  void put(const Bill& next) { world.state.apply(ledger::Changes{}.put(key::bill(next.id), next)); }
  /// As operators will stop it and let it go.
  void set(const ledger::Key<Safety>& key, bool stopped) {
    world.state.apply(
        ledger::Changes{}.put(key, Safety{.stopped = stopped,
                                          .reason = test::bill_openings("B1").facts.commitment,
                                          .at = world.now,
                                          .seq = 1}));
  }
  static BillId bill_key() { return *BillId::parse(test::bill_id("B1")); }

  /// Changes the record of a party as a later transaction will.
  void edit_party(const std::string& alias, const std::function<void(contract::Party&)>& change) {
    auto party = *ledger::Reader(world.state).find(contract::key::party(test::party_id(alias)));
    change(party);
    world.state.apply(ledger::Changes{}.put(contract::key::party(party.id), party));
  }
  void suspend(const std::string& alias) {
    edit_party(alias,
               [](contract::Party& party) { party.state = contract::PartyState::suspended; });
  }
};

inline void check(const test::Answer& answer, const char* rule, const char* token) {
  CAPTURE(answer.message);
  CHECK(answer.rule == rule);
  CHECK(answer.token == token);
}

}  // namespace tradelane::ebl
