// SPDX-License-Identifier: Apache-2.0
// Tests also: chaincode/contracts/party/rotation.cpp chaincode/contracts/party/key_ring.cpp
// Tests also: chaincode/contracts/party/records.cpp
#include <doctest/doctest.h>

#include "tests/chaincode/contracts/party/party_world.hpp"

using namespace tradelane;
using namespace tradelane::party;
using test::with;

namespace {

const char* const start = "2026-01-01T00:00:00Z";

struct Rotating : PartyWorld {
  const test::Signer& old_key = *test::cast()["EXP"].signer;  // EXP-1
  test::Signer next_key = signer_of("EXP", "EXP-2");
  test::Actor bank = world.actor("BankSMSP", test::party_id("BKS").text());
  Json self = Json::Object{{"partyId", test::party_id("EXP").text()}};
  Json added = with(self, "add", Json::Array{key_of(next_key)});

  Rotating() {
    bootstrap_two();
    for (const char* alias : {"EXP", "BKS", "BKH", "OPR"}) CHECK(enrol(alias).ok());
  }
  std::int64_t seq() const { return record("EXP").seq; }
  Json sign(const Json& args) const { return sign_with(old_key, args); }
  Json sign_with(const test::Signer& signer, const Json& args) const {
    return world.sign(signer, "party:RotateKey", "party/" + signer.party.text(), seq(), args);
  }
  test::Answer rotate(const Json& args) { return world.submit(bank, "party:RotateKey", args); }
  test::Answer accept_terms(const test::Signer& signer) {
    const Json args =
        Json::Object{{"partyId", signer.party.text()}, {"rulebook", test::rulebook()}};
    return world.submit(
        bank, "party:AcceptTerms",
        world.sign(signer, "party:AcceptTerms", "party/" + signer.party.text(), seq(), args));
  }
  Json retired(const std::string& kid, const std::string& to) const {
    return with(self, "retire", Json::Array{Json::Object{{"kid", kid}, {"validTo", to}}});
  }
  Json revoked(const std::string& kid, const std::string& from) const {
    return with(self, "revoke",
                Json::Array{Json::Object{{"kid", kid}, {"from", from}, {"reason", "COMPROMISED"}}});
  }
  Json disputed(const std::string& kid, const std::string& at, const std::string& txid) const {
    return with(self, "dispute",
                Json::Array{Json::Object{{"kid", kid}, {"at", at}, {"txId", txid}}});
  }
  std::optional<RetiredKey> row(const std::string& kid) const {
    return ledger::Reader(world.state).find(key::retired_key(test::party_id("EXP"), kid));
  }
  Json acts(const Json& asked) {
    const auto answer = world.evaluate(bank, "party:Get", with(self, "acts", asked));
    REQUIRE(answer.ok());
    return *answer.payload.find("acts");
  }
  void pass(std::int64_t seconds) { world.now = world.now.plus_seconds(seconds); }
};

std::string text(const Json& json, const char* name) { return *json.find(name)->as_string(); }

}  // namespace

TEST_CASE_FIXTURE(Rotating, "RotateKey: who may, in order of precedence") {
  const Json unknown = with(self, "partyId", test::party_id("NOBODY").text());
  check(rotate(unknown), "P23", "PARTY_UNKNOWN");
  check(world.submit(world.actor("BankHMSP"), "party:RotateKey", sign(added)), "P24",
        "AUTH_DENIED");
  check(rotate(self), "A1", "ACT_MISSING");
  check(rotate(sign_with(next_key, added)), "A2", "ACT_KEY");
  check(rotate(sign(self)), "P26", "ARG_MALFORMED");
  Party suspended = record("EXP");
  suspended.state = PartyState::suspended;
  world.state.apply(ledger::Changes{}.put(key::party(suspended.id), suspended));
  check(rotate(sign(self)), "P25", "PARTY_INACTIVE");
}

TEST_CASE_FIXTURE(Rotating, "RotateKey: every refusal about keys, in order of precedence") {
  struct Row {
    Json args;
    const char* rule;
    const char* token;
  };
  const Json bad_key = key_of(next_key, start, start);
  const Json same_kid = key_of(signer_of("EXP", "EXP-1"));
  const Row rows[] = {
      {with(retired("EXP-9", "2026-04-01T00:00:00Z"), "add", Json::Array{bad_key}), "P28",
       "PARTY_KEY_UNKNOWN"},
      {retired("EXP-1", "2026-03-05T07:59:59Z"), "P29", "PARTY_KEY_TIME"},
      {retired("EXP-1", "2027-01-01T00:00:00Z"), "P29", "PARTY_KEY_TIME"},
      {revoked("EXP-9", start), "P28", "PARTY_KEY_UNKNOWN"},
      {revoked("EXP-1", "2026-03-05T08:00:01Z"), "P30", "PARTY_KEY_TIME"},
      {with(self, "add", Json::Array{bad_key}), "P6", "PARTY_KEY"},
      {with(self, "add", Json::Array{same_kid}), "P6", "PARTY_KEY"},
      {with(self, "add", Json::Array{key_of(signer_of("EXP", ""))}), "P6", "PARTY_KEY"},
      {with(self, "add", Json::Array{key_of(signer_of("EXP", std::string(129, 'k').c_str()))}),
       "P6", "PARTY_KEY"},
      {with(revoked("EXP-1", start), "add", Json::Array{same_kid}), "P27", "PARTY_KEY"},
  };
  for (const Row& row : rows) {
    CAPTURE(canonical(row.args));
    check(rotate(sign(row.args)), row.rule, row.token);
  }
  // What is revoked does not come back under another name.
  const Json again = key_of({old_key.party, "EXP-8", old_key.key});
  check(rotate(sign(with(revoked("EXP-1", start), "add", Json::Array{again}))), "P27", "PARTY_KEY");
  const Json twice = Json::Object{{"kid", "EXP-1"}, {"from", start}, {"reason", "LOST"}};
  check(rotate(sign(with(self, "revoke", Json::Array{twice, twice}))), "P28", "PARTY_KEY_UNKNOWN");
  CHECK(rotate(sign(with(self, "add",
                         Json::Array{key_of(signer_of("EXP", std::string(128, 'k').c_str()))})))
            .ok());
}

TEST_CASE_FIXTURE(Rotating, "RotateKey: P31, sixteen keys and not one more") {
  Json::Array keys;
  for (int i = 2; i <= 17; ++i)
    keys.push_back(key_of(signer_of("EXP", ("EXP-" + std::to_string(i)).c_str())));
  check(rotate(sign(with(self, "add", keys))), "P31", "ARG_LIMIT");
  keys.pop_back();
  CHECK(rotate(sign(with(self, "add", keys))).ok());
  CHECK(record("EXP").keys.size() == 16);
}

TEST_CASE_FIXTURE(Rotating, "RotateKey: the new key signs, the old one until its planned end") {
  const Json args =
      with(retired("EXP-1", "2026-03-05T09:00:00Z"), "add", Json::Array{key_of(next_key)});
  const Json sent = sign(args);
  CHECK(rotate(sent).integer("seq") == 2);
  CHECK(rotate(sent).changes.empty());
  CHECK(accept_terms(old_key).integer("seq") == 3);
  pass(3600);
  check(accept_terms(old_key), "A2", "ACT_KEY");
  CHECK(accept_terms(next_key).ok());
  // The next rotation takes what is over out of the record.
  CHECK(rotate(sign_with(next_key, retired("EXP-2", "2026-12-01T00:00:00Z"))).ok());
  CHECK(record("EXP").keys.size() == 1);
  REQUIRE(row("EXP-1"));
  CHECK_FALSE(row("EXP-1")->revoked);
  check(rotate(sign_with(next_key, with(self, "add", Json::Array{key_of(old_key)}))), "P27",
        "PARTY_KEY");
}

TEST_CASE_FIXTURE(Rotating, "RotateKey: a key revokes itself, and the retry changes nothing") {
  const Json sent = sign(with(revoked("EXP-1", start), "add", Json::Array{key_of(next_key)}));
  CHECK(rotate(sent).integer("seq") == 2);
  CHECK(rotate(sent).changes.empty());
  check(accept_terms(old_key), "A2", "ACT_KEY");
  CHECK(accept_terms(next_key).ok());
  CHECK(row("EXP-1")->revoked->from == *Timestamp::parse(start));
  CHECK(row("EXP-1")->revoked->reason == RevocationReason::compromised);
}

TEST_CASE_FIXTURE(Rotating, "RotateKey: a revocation reaches back further, never less far") {
  const Json first =
      with(revoked("EXP-1", "2026-03-01T00:00:00Z"), "add", Json::Array{key_of(next_key)});
  CHECK(rotate(sign(first)).ok());
  for (const char* later : {"2026-03-01T00:00:00Z", "2026-03-02T00:00:00Z"})
    check(rotate(sign_with(next_key, revoked("EXP-1", later))), "P30", "PARTY_KEY_TIME");
  CHECK(rotate(sign_with(next_key, revoked("EXP-1", "2026-02-01T00:00:00Z"))).ok());
  CHECK(row("EXP-1")->revoked->from == *Timestamp::parse("2026-02-01T00:00:00Z"));
}

TEST_CASE_FIXTURE(Rotating,
                  "RotateKey: the acts since are listed, each is open to dispute, none undone") {
  CHECK(accept_terms(old_key).ok());
  pass(60);
  CHECK(rotate(sign(added)).ok());
  const Json all = acts(Json::Object{{"kid", "EXP-1"}, {"from", start}});
  const auto& list = *all.find("acts")->as_array();
  REQUIRE(list.size() == 2);
  CHECK(text(*list[0].find("act"), "transaction") == "party:AcceptTerms");
  CHECK(text(*list[1].find("act"), "transaction") == "party:RotateKey");
  CHECK(text(all, "completeSince") == "2026-03-05T08:00:00Z");
  const std::string second = text(list[1], "at");
  const std::string txid = text(list[1], "txId");
  CHECK(acts(Json::Object{{"kid", "EXP-1"}, {"from", second}}).find("acts")->as_array()->size() ==
        1);

  // Not before the key is revoked, and not what it signed while it was in good hands.
  check(rotate(sign_with(next_key, disputed("EXP-1", second, txid))), "P33", "PARTY_ACT_UNKNOWN");
  Json stolen =
      with(revoked("EXP-1", second), "dispute",
           Json::Array{Json::Object{
               {"kid", "EXP-1"}, {"at", text(list[0], "at")}, {"txId", text(list[0], "txId")}}});
  check(rotate(sign_with(next_key, stolen)), "P33", "PARTY_ACT_UNKNOWN");
  stolen = with(stolen, "dispute", *disputed("EXP-1", second, txid).find("dispute"));
  const Party before = record("EXP");
  CHECK(rotate(sign_with(next_key, stolen)).ok());
  CHECK(record("EXP").keys.size() == 1);
  CHECK(record("EXP").terms == before.terms);

  const Json after = acts(Json::Object{{"kid", "EXP-1"}, {"from", start}});
  CHECK(after.find("acts")->as_array()->at(0).find("disputedAt") == nullptr);
  CHECK(text(after.find("acts")->as_array()->at(1), "disputedAt") == "2026-03-05T08:01:00Z");
  const auto rows =
      ledger::Reader(world.state).list(key::disputes("party/" + test::party_id("EXP").text()));
  REQUIRE(rows.size() == 1);
  CHECK(rows[0].second.txid == txid);
  // Disputed again: said already.
  pass(60);
  CHECK(rotate(sign_with(next_key, disputed("EXP-1", second, txid))).ok());
  CHECK(ledger::Reader(world.state).list(key::disputes(rows[0].first[0]))[0].second ==
        rows[0].second);
  check(rotate(sign_with(next_key, disputed("EXP-1", second, std::string(64, '0')))), "P33",
        "PARTY_ACT_UNKNOWN");
}

TEST_CASE_FIXTURE(Rotating, "RotateKey: P32, a hundred acts in one call") {
  CHECK(rotate(sign(with(revoked("EXP-1", start), "add", Json::Array{key_of(next_key)}))).ok());
  const Json one =
      disputed("EXP-1", start, std::string(64, '0')).find("dispute")->as_array()->at(0);
  check(rotate(sign_with(next_key, with(self, "dispute", Json::Array(101, one)))), "P32",
        "ARG_LIMIT");
  check(rotate(sign_with(next_key, with(self, "dispute", Json::Array(100, one)))), "P33",
        "PARTY_ACT_UNKNOWN");
}

TEST_CASE_FIXTURE(Rotating, "RotateKey: two operators do it for a party that has lost its keys") {
  const Json args = with(added, "revoke", *revoked("EXP-1", start).find("revoke"));
  const auto one = world.actor("OperatorMSP");
  CHECK(world.submit(one, "party:RotateKey", args).text("code") == "PROPOSED");
  CHECK(world.submit(one, "party:RotateKey", args).changes.empty());
  CHECK(record("EXP").keys.front().kid == "EXP-1");
  // The second operator is a party too: every caller of RotateKey is.
  check(world.submit(other_operator, "party:RotateKey", args), "A10", "AUTH_DENIED");
  Json second = test::cast().registration("OPR");
  second = with(with(second, "msp", "SecondMSP"), "partyId", test::party_id("OP2").text());
  CHECK(world
            .submit(operator_, "party:Register", second,
                    test::transient({test::cast().identity("OPR")}))
            .ok());
  CHECK(world.submit(other_operator, "party:RotateKey", args).integer("seq") == 2);
  CHECK(world.submit(one, "party:RotateKey", args).changes.empty());
  check(accept_terms(old_key), "A2", "ACT_KEY");
  CHECK(accept_terms(next_key).ok());
}

TEST_CASE_FIXTURE(PartyWorld, "RotateKey: A16, one operator alone gives nobody a key") {
  bootstrap();
  for (const char* alias : {"EXP", "OPR"}) CHECK(enrol(alias).ok());
  const Json args = Json::Object{{"partyId", test::party_id("EXP").text()},
                                 {"add", Json::Array{key_of(signer_of("EXP", "EXP-2"))}}};
  check(world.submit(operator_, "party:RotateKey", args), "A16", "AUTH_DENIED");
}

TEST_CASE_FIXTURE(Rotating, "RotateKey: joint holders count as one, and act only with both keys") {
  const test::Signer one = signer_of("JNT", "j1");
  const test::Signer two = signer_of("JNT", "j2");
  Json args = with(test::cast().registration("EXP"), "partyId", one.party.text());
  args = with(with(args, "keys", Json::Array{key_of(one), key_of(two)}), "signaturesNeeded", 2);
  CHECK(world
            .submit(operator_, "party:Register", args,
                    test::transient({test::cast().identity("EXP")}))
            .ok());
  const Json change = Json::Object{{"partyId", one.party.text()},
                                   {"add", Json::Array{key_of(signer_of("JNT", "j3"))}}};
  const std::string subject = "party/" + one.party.text();
  const Json by_one = world.sign(one, "party:RotateKey", subject, 1, change);
  check(rotate(by_one), "A1", "ACT_MISSING");
  CHECK(rotate(world.sign(two, "party:RotateKey", subject, 1, by_one)).ok());
}
