// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "tests/chaincode/contracts/consent/consent_world.hpp"

using namespace tradelane;

TEST_CASE_FIXTURE(consent::ConsentWorld, "Revoke: every refusal, in order of precedence") {
  const Json good = test::with(just_id(), "reason", "OWNER_WITHDREW");
  CHECK(submit("CDP", "Revoke", good).rule == "C17");
  CHECK(submit("BKH", "Request", test::consent_request("C1", "BKH", "EXP")).ok());
  CHECK(submit("BKH", "Revoke", good).rule == "C18");
  CHECK(submit("CDP", "Revoke", good).rule == "A1");
  const auto early = submit("CDP", "Revoke", sign("EXP", "Revoke", 1, good));
  CHECK(early.rule == "C20");
  CHECK(early.token == "CNS_STATE");
  const Json grant = test::consent_grant("C1", test::consent_terms("BKH"));
  CHECK(submit("CDP", "Grant", sign("EXP", "Grant", 1, grant)).ok());
  const Json foreign = sign("IMP", "Revoke", 2, good);
  CHECK(submit("CDP", "Revoke", foreign).token == "ACT_MISSING");
  const Json revoke = sign("EXP", "Revoke", 2, good);
  CHECK(submit("CDP", "Revoke", test::with(revoke, "reason", "OTHER")).token == "CNS_SIG_INVALID");
  CHECK(submit("CDP", "Revoke", revoke).integer("seq") == 3);
  CHECK(submit("CDP", "Revoke", revoke).changes.empty());
  const auto again = submit("CDP", "Revoke", sign("EXP", "Revoke", 3, good));
  CHECK(again.rule == "C19");
  CHECK(again.token == "CNS_ALREADY_TERMINAL");
}

TEST_CASE_FIXTURE(consent::ConsentWorld, "Revoke: C19, until the last second and no later") {
  test::give_consent(world, "C1", "BKH", "EXP");
  world.now = *Timestamp::parse("2026-09-01T00:00:00Z");
  const Json revoke = sign("EXP", "Revoke", 3, test::with(just_id(), "reason", "OWNER_WITHDREW"));
  const auto late = submit("CDP", "Revoke", revoke);
  CHECK(late.rule == "C19");
  CHECK(late.token == "CNS_ALREADY_TERMINAL");
  world.now = world.now.plus_seconds(-1);
  CHECK(submit("CDP", "Revoke", revoke).ok());
}
