// SPDX-License-Identifier: Apache-2.0
#include "chaincode/contract/act.hpp"

#include <doctest/doctest.h>

using namespace tradelane;
using namespace tradelane::contract;

TEST_CASE("act: the bytes to sign, letter for letter (story.md 2)") {
  const ActStatement statement{
      .args = *parse_json(R"({"to":"X","billId":"C/T/1","relay":{"copies":[]},"signatures":[{}]})"),
      .chaincode = "tradelane",
      .channel = "trade",
      .kid = "k1",
      .not_after = *Timestamp::parse("2026-03-05T08:00:00Z"),
      .party = *PartyId::parse("00000000000000000000000EXP"),
      .seq = 1,
      .subject = "bill/C/T/1",
      .transaction = "ebl:Transfer"};
  CHECK(act_bytes(statement) ==
        R"({"act":"tradelane.act/1","args":{"billId":"C/T/1","to":"X"},"chaincode":"tradelane",)"
        R"("channel":"trade","kid":"k1","notAfter":"2026-03-05T08:00:00Z",)"
        R"("party":"00000000000000000000000EXP","seq":1,"subject":"bill/C/T/1",)"
        R"("transaction":"ebl:Transfer"})");
  CHECK(act_identity(statement.args, 1, statement.subject, statement.transaction) ==
        R"({"args":{"billId":"C/T/1","to":"X"},"seq":1,"subject":"bill/C/T/1",)"
        R"("transaction":"ebl:Transfer"})");
}
