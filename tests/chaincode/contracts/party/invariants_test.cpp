// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "chaincode/contract/two_operators.hpp"
#include "chaincode/contracts/party/verbs.hpp"
#include "tests/chaincode/contracts/party/party_world.hpp"

using namespace tradelane;
using namespace tradelane::party;
using contract::OperatorDecision;
using ledger::Changes;

namespace {

const Digest some_digest = *Digest::parse(std::string(64, '1'));

/// One ledger, and what is written to it: the id of the invariant that it breaks, "" when none.
struct Invariants : PartyWorld {
  const ledger::Key<Party> at = key::party(test::party_id("EXP"));
  Party party = {};
  Timestamp late = world.now.plus_seconds(60);

  Invariants() {
    bootstrap();
    CHECK(enrol("EXP").ok());
    party = record("EXP");
    party.seq = 2;
  }
  std::string broken(const Changes& changes) {
    const ledger::Reader reader(world.state);
    const contract::ChangeSet set(changes, reader);
    for (const auto& invariant : party::invariants())
      if (!invariant.holds(set)) return invariant.id;
    return "";
  }
  std::string changed(void (*edit)(Party&)) {
    Party next = party;
    edit(next);
    return broken(Changes{}.put(at, next));
  }
  void have(Changes changes) { world.state.apply(changes); }
  Party edited(void (*edit)(Party&)) const {
    Party next = party;
    edit(next);
    return next;
  }
};

template <class R, class Edit>
R edited_copy(R record, Edit edit) {
  edit(record);
  return record;
}

OperatorDecision proposal() {
  return {.words = some_digest,
          .first = *MspId::parse("OneMSP"),
          .proposed_at = *Timestamp::parse("2026-03-05T08:00:00Z")};
}
OperatorDecision decision() {
  OperatorDecision out = proposal();
  out.second = *MspId::parse("TwoMSP");
  out.decided_at = out.proposed_at.plus_seconds(1);
  return out;
}

}  // namespace

TEST_CASE_FIXTURE(Invariants, "invariants: PI1, the bootstrap record") {
  const auto place = key::boot();
  Boot boot = *ledger::Reader(world.state).find(place);
  CHECK(broken(Changes{}.put(place, boot)) == "");
  for (const auto& edit : {+[](Boot& b) { b.rulebook.id = "OTHER"; },
                           +[](Boot& b) { b.operator_msps = {*MspId::parse("ThiefMSP")}; }})
    CHECK(broken(Changes{}.put(place, edited_copy(boot, edit))) == "PI1");
  CHECK(broken(Changes{}.erase(place)) == "PI1");
}

TEST_CASE_FIXTURE(Invariants, "invariants: PI2, a party keeps itself") {
  CHECK(broken(Changes{}.put(at, party)) == "");
  CHECK(changed([](Party& p) { p.identity = some_digest; }) == "");
  CHECK(changed([](Party& p) { p.seq = 1; }) == "PI2");
  CHECK(changed([](Party& p) { p.seq = 3; }) == "PI2");
  CHECK(changed([](Party& p) { p.msp = *MspId::parse("OtherMSP"); }) == "PI2");
  CHECK(changed([](Party& p) { p.id = test::party_id("OTHER"); }) == "PI2");
  CHECK(changed([](Party& p) { p.acts_by = ActsBy::certificate; }) == "PI2");
  CHECK(changed([](Party& p) { p.default_party = true; }) == "PI2");
  CHECK(changed([](Party& p) { p.signatures_needed = 2; }) == "PI2");
  CHECK(changed([](Party& p) { p.acts_since.reset(); }) == "PI2");
  CHECK(changed([](Party& p) { p.acts_since = p.at.plus_seconds(1); }) == "PI2");
  CHECK(changed([](Party& p) { p.at = p.at.plus_seconds(-1); }) == "PI2");
  CHECK(broken(Changes{}.erase(at)) == "PI2");
  const auto fresh = [&](void (*edit)(Party&)) {
    Party next = edited(edit);
    next.id = test::party_id("NEW");
    return broken(Changes{}.put(key::party(next.id), next));
  };
  CHECK(fresh([](Party& p) { p.seq = 1; }) == "");
  CHECK(fresh([](Party& p) { p.seq = 2; }) == "PI2");
  CHECK(fresh([](Party& p) {
          p.seq = 1;
          p.state = PartyState::suspended;
        }) == "PI2");
  CHECK(fresh([](Party& p) {
          p.seq = 1;
          p.terms = Rulebook{.id = "r", .sha256 = some_digest};
        }) == "PI2");
}

TEST_CASE_FIXTURE(Invariants, "invariants: PI3 and PI4, what takes two operators") {
  const auto place = contract::key::decision("party:Suspend", "party/" + party.id.text());
  const Party suspended = edited([](Party& p) { p.state = PartyState::suspended; });
  const auto decide = [&](const OperatorDecision& row) { return Changes{}.put(place, row); };
  CHECK(broken(decide(proposal())) == "");
  CHECK(broken(decide(decision())) == "PI3");  // nobody has proposed it
  have(decide(proposal()));
  CHECK(broken(decide(decision())) == "");
  CHECK(broken(decide(edited_copy(decision(), [](auto& d) { d.second = d.first; }))) == "PI3");
  CHECK(broken(decide(edited_copy(decision(), [](auto& d) {
          d.words = *Digest::parse(std::string(64, '2'));
        }))) == "PI3");
  CHECK(broken(decide(edited_copy(decision(), [](auto& d) { d.first = *MspId::parse("X"); }))) ==
        "PI3");
  CHECK(broken(decide(edited_copy(decision(), [](auto& d) { d.decided_at.reset(); }))) == "PI3");
  CHECK(broken(Changes{}.erase(place)) == "PI3");

  CHECK(broken(decide(decision()).put(at, suspended)) == "");
  CHECK(broken(Changes{}.put(at, suspended)) == "PI4");
  CHECK(broken(decide(proposal()).put(at, suspended)) == "PI4");
  const auto other = contract::key::decision("party:Suspend", "party/OTHER");
  have(Changes{}.put(other, proposal()));
  CHECK(broken(Changes{}.put(other, decision()).put(at, suspended)) == "PI4");
  have(Changes{}.put(at, suspended));
  const Party back = edited([](Party& p) { p.seq = 3; });
  CHECK(broken(decide(decision()).put(at, back)) == "PI4");  // to suspend is not to reinstate
}

TEST_CASE_FIXTURE(Invariants, "invariants: PI5, no key is lost, changed or comes back") {
  const auto row = key::retired_key(party.id, "EXP-1");
  const RetiredKey retired{.key = party.keys.front()};
  const Party without = edited([](Party& p) { p.keys.clear(); });
  const Party with_other = edited([](Party& p) {
    p.keys.push_back(p.keys.front());
    p.keys.back().kid = "EXP-2";
  });
  CHECK(broken(Changes{}.put(at, with_other)) == "");
  CHECK(broken(Changes{}.put(at, without).put(row, retired)) == "");
  CHECK(broken(Changes{}.put(at, without)) == "PI5");
  CHECK(changed([](Party& p) {
          p.keys.front().valid_to = p.keys.front().valid_to.plus_seconds(-1);
        }) == "");
  CHECK(changed([](Party& p) {
          p.keys.front().valid_to = p.keys.front().valid_to.plus_seconds(1);
        }) == "PI5");
  CHECK(changed([](Party& p) { p.keys.front().valid_from = {}; }) == "PI5");
  CHECK(changed([](Party& p) { p.keys.front().jwk.x = "AAAA"; }) == "PI5");
  RetiredKey wrong = retired;
  wrong.key.jwk.x = "AAAA";
  CHECK(broken(Changes{}.put(at, without).put(row, wrong)) == "PI5");
  have(Changes{}.put(key::retired_key(party.id, "EXP-2"), retired));
  CHECK(broken(Changes{}.put(at, with_other)) == "PI5");
}

TEST_CASE_FIXTURE(Invariants, "invariants: PI6, the row of a key that is gone") {
  const auto row = key::retired_key(party.id, "EXP-1");
  const RetiredKey ended{.key = party.keys.front()};
  const auto revoked = [&](std::int64_t from) {
    RetiredKey out = ended;
    out.revoked = Revocation{.from = world.now.plus_seconds(from), .at = world.now};
    return out;
  };
  CHECK(broken(Changes{}.put(row, revoked(1))) == "PI6");
  have(Changes{}.put(row, ended));
  CHECK(broken(Changes{}.put(row, revoked(-10))) == "");
  CHECK(broken(Changes{}.erase(row)) == "PI6");
  CHECK(broken(Changes{}.put(row, edited_copy(ended, [](auto& r) { r.key.kid = "X"; }))) == "PI6");
  have(Changes{}.put(row, revoked(-10)));
  CHECK(broken(Changes{}.put(row, revoked(-11))) == "");
  CHECK(broken(Changes{}.put(row, revoked(-9))) == "PI6");
  CHECK(broken(Changes{}.put(row, ended)) == "PI6");
}

TEST_CASE_FIXTURE(Invariants, "invariants: PI7 and PI8, acts and disputes") {
  const std::string txid(64, '7');
  const contract::SignedAct act{.subject = "bill/B", .seq = 3, .transaction = "ebl:Transfer"};
  const auto act_row = key::signed_act(party.id, "EXP-1", world.now, txid);
  CHECK(broken(Changes{}.put(act_row, act)) == "");
  const Dispute dispute{.party = party.id,
                        .kid = "EXP-1",
                        .transaction = "ebl:Transfer",
                        .txid = txid,
                        .signed_at = world.now,
                        .at = late};
  const auto row = key::dispute(act, party.id);
  CHECK(broken(Changes{}.put(row, dispute)) == "PI8");  // no such act
  have(Changes{}.put(act_row, act));
  for (const Changes& again : {Changes{}.put(act_row, act), Changes{}.erase(act_row)})
    CHECK(broken(again) == "PI7");
  CHECK(broken(Changes{}.put(row, dispute)) == "PI8");  // the key is good
  RetiredKey key{.key = party.keys.front()};
  key.revoked = Revocation{.from = world.now.plus_seconds(1), .at = late};
  const auto key_row = key::retired_key(party.id, "EXP-1");
  CHECK(broken(Changes{}.put(key_row, key).put(row, dispute)) == "PI8");  // it was good then
  key.revoked->from = world.now;
  have(Changes{}.put(key_row, key));
  CHECK(broken(Changes{}.put(row, dispute)) == "");
  for (const auto& edit :
       {+[](Dispute& d) { d.transaction = "ebl:Pledge"; }, +[](Dispute& d) { d.kid = "EXP-9"; },
        +[](Dispute& d) { d.txid = std::string(64, '8'); }})
    CHECK(broken(Changes{}.put(row, edited_copy(dispute, edit))) == "PI8");
  contract::SignedAct elsewhere = act;
  elsewhere.subject = "bill/C";
  CHECK(broken(Changes{}.put(key::dispute(elsewhere, party.id), dispute)) == "PI8");
  have(Changes{}.put(row, dispute));
  CHECK(broken(Changes{}.put(row, dispute)) == "PI8");
  CHECK(broken(Changes{}.erase(row)) == "PI8");
}

TEST_CASE_FIXTURE(Invariants, "invariants: PI9, the format") {
  const auto place = key::format();
  for (const std::int64_t format : {0, 1, 2, 3})
    CHECK(broken(Changes{}.put(place, Format{format})) == "PI9");
  CHECK(broken(Changes{}.erase(place)) == "PI9");
  go_back_to_first_format();
  CHECK(broken(Changes{}.put(place, Format{2})) == "");
  CHECK(broken(Changes{}.put(place, Format{1})) == "PI9");
  CHECK(broken(Changes{}.put(place, Format{3})) == "PI9");
}

TEST_CASE_FIXTURE(Invariants,
                  "invariants: PI10, PI11 and PI12, platforms and the operators' list") {
  const auto place = key::platform("WAVE");
  const Platform first{
      .code = "WAVE", .list = "DCSA", .keys = party.keys, .at = world.now, .seq = 1};
  CHECK(broken(Changes{}.put(place, first)) == "");
  CHECK(broken(Changes{}.put(place, edited_copy(first, [](auto& p) { p.seq = 2; }))) == "PI10");
  CHECK(broken(Changes{}.put(place, edited_copy(first, [](auto& p) { p.keys.clear(); }))) ==
        "PI10");
  have(Changes{}.put(place, first));
  const Platform next = edited_copy(first, [](auto& p) { p.seq = 2; });
  CHECK(broken(Changes{}.put(place, next)) == "");
  for (const auto& edit :
       {+[](Platform& p) { p.seq = 3; }, +[](Platform& p) { p.list = "ZZZ"; },
        +[](Platform& p) { p.code = "CARX"; },
        +[](Platform& p) { p.aliases = {ListedCode{.list = "ZZZ", .code = "x"}}; },
        +[](Platform& p) { p.keys.front().kid = "X"; }, +[](Platform& p) { p.keys.clear(); }})
    CHECK(broken(Changes{}.put(place, edited_copy(next, edit))) == "PI10");
  CHECK(broken(Changes{}.erase(place)) == "PI10");

  const auto code = key::platform_code("WAVE");
  const PlatformCode meaning{.list = "DCSA", .platform = "WAVE"};
  CHECK(broken(Changes{}.put(code, meaning)) == "");
  have(Changes{}.put(code, meaning));
  CHECK(broken(Changes{}.put(code, meaning)) == "PI11");
  CHECK(broken(Changes{}.put(code, PlatformCode{.list = "ZZZ", .platform = "CARX"})) == "PI11");
  CHECK(broken(Changes{}.erase(code)) == "PI11");

  const auto listed = key::lawful(some_digest);
  const LawfulIdentifier entry{.by = *MspId::parse("OperatorMSP"), .at = world.now};
  CHECK(broken(Changes{}.put(listed, entry)) == "");
  have(Changes{}.put(listed, entry));
  CHECK(broken(Changes{}.put(listed, entry)) == "PI12");
  CHECK(broken(Changes{}.put(listed, LawfulIdentifier{.by = entry.by, .at = late})) == "PI12");
  CHECK(broken(Changes{}.erase(listed)) == "PI12");
}
