// SPDX-License-Identifier: Apache-2.0
#include "chaincode/contracts/party/contract.hpp"

#include <doctest/doctest.h>

#include "tests/chaincode/contracts/party/party_world.hpp"

using namespace tradelane;

TEST_CASE_FIXTURE(party::PartyWorld, "party: step 0 of the story admits the whole cast") {
  test::admit_everyone(world);
  for (const auto& [alias, role] : test::cast().all()) {
    CAPTURE(alias);
    const auto record = ledger::Reader(world.state).find(contract::key::party(role.id));
    REQUIRE(record);
    CHECK(record->terms);
    CHECK(record->seq == 2);
  }
}

TEST_CASE_FIXTURE(party::PartyWorld, "party: no private value is public anywhere") {
  test::admit_everyone(world);
  for (const auto& [place, value] : world.state.state()) {
    if (place.collection.empty()) CHECK(value.find("Canary") == std::string::npos);
    CHECK(place.key.find("Canary") == std::string::npos);
  }
}
