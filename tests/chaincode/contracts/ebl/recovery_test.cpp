// SPDX-License-Identifier: Apache-2.0
#include "chaincode/contract/two_operators.hpp"
#include "tests/chaincode/contracts/ebl/amending.hpp"

using namespace tradelane;
using namespace tradelane::ebl;
using test::with;

namespace {

struct Recovering : Amending {
  const std::string next = "TSTC/TSTCSHA2603001/2";

  Recovering() { bootstrap_two(); }

  Json request(const char* lost = "IMP", const char* replacement = "EXP") const {
    Json args = with(with(id, "lost", test::party_id(lost).text()), "replacement",
                     test::party_id(replacement).text());
    return with(args, "reason", std::string(64, 'c'));
  }
  void waited() { world.now = world.now.plus_seconds(recovery_waits_s); }
  test::Answer complete(const std::string& into, const Json& document, const char* who = "CAR") {
    const auto& openings = openings_of(into, document);
    const Json args = with(with(id, "newBillId", into), "commitments", commitments_of(openings));
    return as(
        who, "CompleteRecovery", args,
        test::transient({openings.issuance, openings.facts, test::bill_openings("B1").facts}));
  }
  test::Answer complete() { return complete(next, document_of(next)); }
  /// The lost party says itself that it is there.
  test::Answer vetoes(const char* who, std::int64_t seq) {
    return as(who, "CancelRecovery",
              world.sign(*test::cast()[who].signer, "ebl:CancelRecovery",
                         "recovery/" + test::bill_id("B1"), seq, id));
  }
  Recovery recovery() { return *ledger::Reader(world.state).find(key::recovery(bill_key())); }
  /// The second operator needs a party to cancel: what is not an operator's alone asks for one.
  void second_operator_is_a_party() {
    Json args = test::cast().registration("OPR");
    args = with(with(args, "partyId", test::party_id("OP2").text()), "msp", "SecondMSP");
    REQUIRE(world
                .submit(world.actor("OperatorMSP"), "party:Register", args,
                        test::transient({test::cast().identity("OPR")}))
                .ok());
    REQUIRE(world
                .submit(world.actor("SecondMSP"), "party:AcceptTerms",
                        Json::Object{{"partyId", test::party_id("OP2").text()},
                                     {"rulebook", test::rulebook()}})
                .ok());
  }
};

struct SeededRecovery : Recovering {
  const ledger::Key<Recovery> place = key::recovery(bill_key());
  SeededRecovery() { deliver(); }

  ledger::Changes decided() {
    return ledger::Changes{}.put(
        contract::key::decision("ebl:RequestRecovery", "recovery/" + bill_key().text()),
        contract::OperatorDecision{.words = bill().facts,
                                   .first = *MspId::parse("OperatorMSP"),
                                   .proposed_at = world.now,
                                   .second = *MspId::parse("SecondMSP")});
  }
  Recovery good() {
    return {.lost = test::party_id("IMP"),
            .replacement = test::party_id("EXP"),
            .reason = bill().facts,
            .bill_seq = 3,
            .completes_after = world.now.plus_seconds(recovery_waits_s),
            .at = world.now,
            .seq = 1,
            .last_act = bill().last_act};
  }
};

}  // namespace

TEST_CASE_FIXTURE(Recovering, "RequestRecovery: every refusal, in order of precedence") {
  check(operates("CarrierMSP", "RequestRecovery", request()), "A10", "AUTH_DENIED");
  check(operates("OperatorMSP", "RequestRecovery", request()), "B110", "EBL_UNKNOWN");
  issue();
  CHECK(signed_by("EXP", "Transfer", 1, to("IMP")).ok());
  check(operates("OperatorMSP", "RequestRecovery", request("BK2", "NOBODY")), "B140", "EBL_STATE");
  CHECK(signed_by("IMP", "AcceptTransfer", 2, id, test::bill_openings("B1").transient()).ok());
  check(operates("OperatorMSP", "RequestRecovery", request("BK2", "NOBODY")), "B141",
        "EBL_NOT_ENTITLED");
  check(operates("OperatorMSP", "RequestRecovery", request("IMP", "IMP")), "B142", "ARG_MALFORMED");
  check(operates("OperatorMSP", "RequestRecovery", request("IMP", "NOBODY")), "B142",
        "PARTY_UNKNOWN");
  suspend("EXP");
  check(operates("OperatorMSP", "RequestRecovery", request()), "B142", "PARTY_INACTIVE");
  CHECK(signed_by("IMP", "Pledge", 3, offer("BKH")).ok());
  check(operates("OperatorMSP", "RequestRecovery", request("BKH", "EXP")), "B142", "PARTY_ROLE");
  CHECK(both("RequestRecovery", request("IMP", "BK2")).integer("seq") == 1);
  check(operates("OperatorMSP", "RequestRecovery", request("IMP", "BKS")), "B139", "EBL_STATE");
  CHECK(operates("OperatorMSP", "RequestRecovery", request("IMP", "BK2")).changes.empty());
}

TEST_CASE_FIXTURE(Recovering,
                  "RequestRecovery: takes two organisations, and never writes the bill") {
  deliver();
  const Bill before = bill();
  CHECK(operates("OperatorMSP", "RequestRecovery", request()).text("code") == "PROPOSED");
  CHECK_FALSE(ledger::Reader(world.state).find(key::recovery(bill_key())));
  CHECK(operates("SecondMSP", "RequestRecovery", request()).ok());
  CHECK(recovery().state == RecoveryState::requested);
  CHECK(recovery().bill_seq == 3);
  CHECK(recovery().completes_after == world.now.plus_seconds(14 * 86'400));
  CHECK(bill() == before);
}

TEST_CASE_FIXTURE(Recovering, "CompleteRecovery: every refusal, in order of precedence") {
  check(complete(), "B110", "EBL_UNKNOWN");
  deliver();
  check(complete(), "B143", "EBL_STATE");
  CHECK(both("RequestRecovery", request()).ok());
  const std::string wrong = "TSTC/TSTCSHA2603001/3";
  check(complete(wrong, document_of(wrong), "BKH"), "B144", "EBL_NOT_ENTITLED");
  set(key::freeze(bill_key()), true);
  check(complete(wrong, document_of(wrong)), "B39", "EBL_FROZEN");
  set(key::freeze(bill_key()), false);
  check(complete(wrong, document_of(wrong)), "B145", "EBL_WAITING");
  world.now = world.now.plus_seconds(recovery_waits_s - 1);
  check(complete(wrong, document_of(wrong)), "B145", "EBL_WAITING");
  world.now = world.now.plus_seconds(1);
  check(complete(wrong, document_of(wrong)), "B124", "EBL_VERSION");
  Bill taken = bill();
  taken.id = *BillId::parse(next);
  put(taken);
  suspend("EXP");
  check(complete(), "B122", "EBL_DUPLICATE");
  world.state.apply(ledger::Changes{}.erase(key::bill(taken.id)));
  check(complete(), "B4", "PARTY_INACTIVE");
  edit_party("EXP", [](contract::Party& party) { party.state = contract::PartyState::active; });
  check(complete(next, document_for(next, 1, 1, {"TSTU3000018"})), "B136", "EBL_QUANTITY_MISMATCH");
  CHECK(complete().integer("seq") == 1);
  CHECK(complete().changes.empty());
  CHECK(complete().text("id") == next);
}

TEST_CASE_FIXTURE(Recovering, "CompleteRecovery: B146, a bill that has moved since was not lost") {
  deliver();
  CHECK(both("RequestRecovery", request()).ok());
  CHECK(signed_by("IMP", "Pledge", 3, offer("BKH")).ok());
  waited();
  check(complete(), "B146", "EBL_STATE");
}

TEST_CASE_FIXTURE(Recovering,
                  "CompleteRecovery: the replacement has the new bill, nobody the old one") {
  deliver();
  CHECK(both("RequestRecovery", request()).ok());
  waited();
  const Bill before = bill();
  CHECK(complete().ok());
  CHECK(bill() == before);
  CHECK(recovery().replaced_by == BillId::parse(next));
  const auto born = bill_at(next);
  REQUIRE(born);
  CHECK(born->holder == test::party_id("EXP"));
  CHECK(born->owner == test::party_id("EXP"));
  CHECK(born->links->replaces == Set<BillId>{bill_key()});
  check(signed_by("IMP", "Transfer", 3, to("BK2")), "B40", "EBL_STATE");
  check(operates("OperatorMSP", "RequestRecovery", request()), "B139", "EBL_STATE");
  check(vetoes("IMP", 2), "B143", "EBL_STATE");
  const Json onward = world.sign(*test::cast()["EXP"].signer, "ebl:Transfer", "bill/" + next, 1,
                                 with(to("BK2"), "billId", next));
  CHECK(as("EXP", "Transfer", onward).ok());
  CHECK(present(bill_key(), ledger::Reader(world.state))->id == BillId::parse(next));
}

TEST_CASE_FIXTURE(Recovering,
                  "CompleteRecovery: only in the lost party's place, and a pledge goes along") {
  deliver();
  CHECK(signed_by("IMP", "Pledge", 3, offer("BKH")).ok());
  CHECK(as("BKH", "AcceptPledge", accept()).ok());
  put(bound(bill()));
  for (const auto& [lost, replacement] : {std::pair{"IMP", "EXP"}, std::pair{"BKH", "BK2"}}) {
    CAPTURE(lost);
    Recovering one;
    one.world.state = world.state;
    CHECK(one.both("RequestRecovery", request(lost, replacement)).ok());
    one.waited();
    CHECK(one.complete().ok());
    const auto born = one.bill_at(next);
    const bool is_holder = std::string(lost) == "IMP";
    CHECK(born->holder == test::party_id(is_holder ? "EXP" : "IMP"));
    CHECK(born->owner == test::party_id(is_holder ? "EXP" : "IMP"));
    REQUIRE(born->pledge);
    CHECK(born->pledge->pledgee == test::party_id(is_holder ? "BKH" : "BK2"));
    CHECK(born->pledge->state == PledgeState::bound);
    CHECK(born->pledge->loan == bill().pledge->loan);
  }
}

TEST_CASE_FIXTURE(Recovering, "CancelRecovery: a veto of the lost party") {
  deliver();
  check(vetoes("IMP", 0), "B143", "EBL_STATE");
  CHECK(both("RequestRecovery", request()).ok());
  check(vetoes("EXP", 1), "B2", "AUTH_DENIED");
  const Json forged = world.sign(*test::cast()["IMP"].signer, "ebl:Transfer",
                                 "recovery/" + test::bill_id("B1"), 1, id);
  check(as("IMP", "CancelRecovery", forged), "A3", "ACT_SIG_INVALID");
  check(as("IMP", "CancelRecovery", id), "A1", "ACT_MISSING");
  CHECK(vetoes("IMP", 1).integer("seq") == 2);
  CHECK(vetoes("IMP", 1).changes.empty());
  CHECK(recovery().state == RecoveryState::cancelled);
  waited();
  check(complete(), "B143", "EBL_STATE");
  check(vetoes("IMP", 2), "B143", "EBL_STATE");
  CHECK(both("RequestRecovery", request()).integer("seq") == 3);
}

TEST_CASE_FIXTURE(Recovering, "RequestRecovery: a slow clock makes the waiting period no shorter") {
  deliver();
  CHECK(both("RequestRecovery", request()).ok());
  CHECK(vetoes("IMP", 1).ok());
  const auto cancelled_at = recovery().at;
  world.now = world.now.plus_seconds(-60);
  CHECK(both("RequestRecovery", request()).integer("seq") == 3);
  CHECK(recovery().at == cancelled_at);
  CHECK(recovery().completes_after == cancelled_at.plus_seconds(recovery_waits_s));
}

TEST_CASE_FIXTURE(Recovering, "CancelRecovery: by two operators") {
  second_operator_is_a_party();
  check(operates("OperatorMSP", "CancelRecovery", id), "B110", "EBL_UNKNOWN");
  deliver();
  check(operates("OperatorMSP", "CancelRecovery", id), "B143", "EBL_STATE");
  CHECK(both("RequestRecovery", request()).ok());
  check(as("CAR", "CancelRecovery", id), "A10", "AUTH_DENIED");
  CHECK(operates("OperatorMSP", "CancelRecovery", id).text("code") == "PROPOSED");
  CHECK(recovery().state == RecoveryState::requested);
  CHECK(operates("SecondMSP", "CancelRecovery", id).integer("seq") == 2);
  CHECK(recovery().state == RecoveryState::cancelled);
  CHECK(operates("OperatorMSP", "CancelRecovery", id).changes.empty());
  check(as("CAR", "CancelRecovery", id), "A10", "AUTH_DENIED");
}

TEST_CASE_FIXTURE(SeededRecovery, "invariants: BI111, seeded bugs in a request") {
  const auto requested = [&](const std::function<void(Recovery&)>& edit) {
    Recovery after = good();
    edit(after);
    return broken(decided().put(place, after));
  };
  CHECK(requested([](Recovery&) {}) == "");
  CHECK(requested([](Recovery& r) { r.bill_seq = 2; }) == "BI111");
  CHECK(requested([](Recovery& r) { r.seq = 2; }) == "BI111");
  CHECK(requested([](Recovery& r) { r.replacement = r.lost; }) == "BI111");
  CHECK(requested([](Recovery& r) { r.completes_after = r.completes_after.plus_seconds(-1); }) ==
        "BI111");
  CHECK(requested([](Recovery& r) { r.state = RecoveryState::cancelled; }) == "BI111");
  CHECK(broken(ledger::Changes{}.put(place, good())) == "BI111");
  CHECK(broken(decided().put(place, good()).merge(move([](Bill&) {}))) == "BI111");
}

TEST_CASE_FIXTURE(SeededRecovery, "invariants: BI111, seeded bugs in a completion") {
  world.state.apply(decided().put(place, good()));
  const auto completed = [&](std::int64_t late, const std::function<void(Bill&)>& edit) {
    Recovery after = good();
    after.state = RecoveryState::completed;
    after.replaced_by = *BillId::parse(next);
    after.at = good().completes_after.plus_seconds(late);
    after.seq = 2;
    Bill born = bill();
    born.id = *after.replaced_by;
    born.seq = 0;
    born.prev_holder.reset();
    born.holder = test::party_id("EXP");
    born.owner = test::party_id("EXP");
    born.links = Links{.replaces = {bill_key()}};
    edit(born);
    return broken(advance(ledger::Reader(world.state), born,
                          {.action_code = "ISSUE",
                           .actor = born.issuer,
                           .time = world.now,
                           .txid = "t",
                           .act = bill().last_act},
                          "ebl.Test")
                      .put(place, after));
  };
  CHECK(completed(0, [](Bill&) {}) == "");
  CHECK(completed(-1, [](Bill&) {}) == "BI111");
  CHECK(completed(0, [](Bill& b) { b.holder = test::party_id("IMP"); }) == "BI111");
  CHECK(completed(0, [](Bill& b) { b.owner = test::party_id("BK2"); }) == "BI111");
  CHECK(completed(0, [](Bill& b) {
          b.pledge = Pledge{.pledgee = b.issuer, .loan = *LoanId::parse(loan())};
        }) == "BI111");
  // A bill that begins pledged, and comes from nowhere.
  Bill pledged = bill();
  pledged.id = *BillId::parse("TSTC/OTHER/1");
  pledged.seq = 0;
  pledged.pledge = Pledge{.pledgee = test::party_id("BKH"), .loan = *LoanId::parse(loan())};
  CHECK(broken(advance(ledger::Reader(world.state), pledged,
                       {.action_code = "ISSUE",
                        .actor = pledged.issuer,
                        .time = world.now,
                        .txid = "t",
                        .act = bill().last_act},
                       "ebl.Test")) == "BI111");
}
