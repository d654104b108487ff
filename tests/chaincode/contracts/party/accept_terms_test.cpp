// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "tests/chaincode/contracts/party/party_world.hpp"

using namespace tradelane;
using test::with;

namespace {

struct Terms : party::PartyWorld {
  test::Actor bank = world.actor("BankSMSP", test::party_id("BKS").text());
  const test::Signer& exporter = *test::cast()["EXP"].signer;
  Json good =
      Json::Object{{"partyId", test::party_id("EXP").text()}, {"rulebook", test::rulebook()}};

  Terms() {
    bootstrap();
    for (const char* alias : {"EXP", "BKS", "BKH"}) (void)enrol(alias);
  }
  Json sign(const Json& args, std::int64_t seq) const {
    return world.sign(exporter, "party:AcceptTerms", "party/" + exporter.party.text(), seq, args);
  }
  test::Answer submit(const test::Actor& who, const Json& args) {
    return world.submit(who, "party:AcceptTerms", args);
  }
};

}  // namespace

TEST_CASE_FIXTURE(Terms, "AcceptTerms: every refusal, in order of precedence") {
  const Json other_rules =
      with(good, "rulebook", Json::Object{{"id", "OTHER"}, {"sha256", std::string(64, 'b')}});
  const Json unknown = with(other_rules, "partyId", test::party_id("NOBODY").text());
  const test::Actor elsewhere = world.actor("BankHMSP", test::party_id("BKH").text());
  struct Row {
    const test::Actor* who;
    Json args;
    const char* rule;
    const char* token;
  };
  const Row rows[] = {
      {&bank, unknown, "P8", "PARTY_UNKNOWN"},
      {&elsewhere, other_rules, "P9", "AUTH_DENIED"},
      {&bank, other_rules, "A1", "ACT_MISSING"},
      {&bank, sign(other_rules, 1), "P11", "TERMS_MISMATCH"},
      {&bank, sign(good, 1), "", ""},
  };
  for (const Row& row : rows) {
    CAPTURE(row.rule);
    const auto answer = submit(*row.who, row.args);
    CHECK(answer.rule == row.rule);
    CHECK(answer.token == row.token);
  }
}

TEST_CASE_FIXTURE(Terms, "AcceptTerms: P10, a suspended party accepts nothing") {
  auto record = *ledger::Reader(world.state).find(contract::key::party(exporter.party));
  record.state = contract::PartyState::suspended;
  world.state.apply(ledger::Changes{}.put(contract::key::party(exporter.party), record));
  const auto answer = submit(bank, sign(good, 1));
  CHECK(answer.rule == "P10");
  CHECK(answer.token == "PARTY_INACTIVE");
}

TEST_CASE_FIXTURE(Terms,
                  "AcceptTerms: moves seq once, and a new signature for the same changes nothing") {
  CHECK(submit(bank, sign(good, 1)).integer("seq") == 2);
  CHECK(submit(bank, sign(good, 1)).changes.empty());
  CHECK(submit(bank, sign(good, 2)).changes.empty());
}

TEST_CASE_FIXTURE(Terms, "AcceptTerms: by certificate only the party itself") {
  const Json args = with(good, "partyId", test::party_id("BKS").text());
  const test::Actor exporter_user = world.actor("BankSMSP", test::party_id("EXP").text());
  CHECK(submit(exporter_user, args).rule == "A10");
  CHECK(submit(bank, args).integer("seq") == 2);
}
