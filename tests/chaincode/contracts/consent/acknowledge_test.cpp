// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "tests/chaincode/contracts/consent/consent_world.hpp"

using namespace tradelane;

TEST_CASE_FIXTURE(consent::ConsentWorld, "Acknowledge: every refusal, in order of precedence") {
  CHECK(submit("CDP", "Acknowledge", just_id()).rule == "C14");
  CHECK(submit("CDP", "Acknowledge", just_id()).token == "CNS_UNKNOWN");
  CHECK(submit("BKH", "Request", test::consent_request("C1", "BKH", "EXP")).ok());
  CHECK(submit("SDN", "Acknowledge", just_id()).rule == "C15");
  CHECK(submit("SDN", "Acknowledge", just_id()).token == "CNS_PROVIDER_MISMATCH");
  CHECK(submit("CDP", "Acknowledge", just_id()).rule == "C16");
  CHECK(submit("CDP", "Acknowledge", just_id()).token == "CNS_STATE");
  const Json grant = test::consent_grant("C1", test::consent_terms("BKH"));
  CHECK(submit("CDP", "Grant", sign("EXP", "Grant", 1, grant)).ok());
  CHECK(submit("CDP", "Acknowledge", just_id()).integer("seq") == 3);
  CHECK(submit("CDP", "Acknowledge", just_id()).changes.empty());
}
