// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "tests/chaincode/contracts/evidence/evidence_world.hpp"

using namespace tradelane;

TEST_CASE_FIXTURE(evidence::EvidenceWorld,
                  "Get: the newest version as it was signed, E15 if none") {
  const Json ask = Json::Object{{"evidenceId", test::evidence_id("D1")}};
  const auto by = [&](const char* alias) {
    return world.evaluate(test::actor(world, alias), "evidence:Get", ask);
  };
  CHECK(by("BKH").rule == "E15");
  CHECK(by("BKH").token == "EVD_UNKNOWN");
  register_feed();
  CHECK(publish(first()).ok());
  const auto answer = by("BKH");
  CHECK(answer.payload.find("evidence")->find("latestVersion")->as_integer() == 1);
  CHECK(*answer.payload.find("envelope")->find("factsDigest") ==
        Json(test::declaration_opening("D1").commitment.text()));
}

TEST_CASE_FIXTURE(evidence::EvidenceWorld, "evidence: the ledger holds digests, never facts") {
  register_feed();
  CHECK(publish(first()).ok());
  for (const auto& [place, value] : world.state.state())
    for (const char* secret : {"224820260000012345", "TSTCSHA2603001", "625000000"})
      CHECK(value.find(secret) == std::string::npos);
}
