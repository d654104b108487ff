// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "tests/chaincode/contracts/party/party_world.hpp"

using namespace tradelane;
using test::with;

TEST_CASE_FIXTURE(party::PartyWorld, "Bootstrap: every refusal, in order of precedence") {
  const Json good = test::bootstrap_args();
  struct Row {
    const char* msp;
    Json args;
    const char* rule;
    const char* token;
  };
  const Json nobody = with(good, "operatorMsps", Json::Array{});
  const Row rows[] = {
      {"BankHMSP", nobody, "P1", "ARG_MALFORMED"},
      {"OperatorMSP", with(good, "fingerprintKids", Json::Array{}), "P1", "ARG_MALFORMED"},
      {"BankHMSP", good, "P2", "AUTH_DENIED"},
      {"OperatorMSP", good, "", ""},
      {"OperatorMSP", good, "", ""},
      {"OperatorMSP", with(good, "fingerprintKids", Json::Array{Json("x")}), "P3", "BOOT_CONFLICT"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.rule);
    const auto answer = world.submit(world.actor(row.msp), "party:Bootstrap", row.args);
    CHECK(answer.rule == row.rule);
    CHECK(answer.token == row.token);
  }
  const auto conflict = world.submit(operator_, "party:Bootstrap",
                                     with(good, "fingerprintKids", Json::Array{Json("x")}));
  CHECK(conflict.message.ends_with("(fingerprintKids)"));
}

TEST_CASE_FIXTURE(party::PartyWorld, "Bootstrap: the same again writes nothing") {
  bootstrap();
  const auto again = world.submit(operator_, "party:Bootstrap", test::bootstrap_args());
  CHECK(again.text("id") == "TRADELANE-2026");
  CHECK(again.changes.empty());
}

TEST_CASE_FIXTURE(party::PartyWorld, "Bootstrap: a channel begins with the newest format") {
  bootstrap();
  const auto format = ledger::Reader(world.state).find(party::key::format());
  REQUIRE(format);
  CHECK(format->format == party::Format::newest);
}
