// SPDX-License-Identifier: Apache-2.0
// MLETR 10(1)(b)(i), ebl.md 4: of parallel transfers exactly one commits. On Fabric.
#include "tests/scenario/race.hpp"

#include <doctest/doctest.h>

#include "tests/fabric/fabric_backend.hpp"
#include "tests/scenario/endorsers.hpp"

using namespace tradelane;
using namespace tradelane::scenario;

TEST_CASE("fabric: MLETR 11, nobody moves a bill without its holder's organisation") {
  const Setting setting = setting_of_now();
  fabric::FabricBackend network(setting);
  issue_both_bills(network.clients(), setting);
  CHECK(transfer_needs_holder_and_issuer(network.clients(), "B1", setting) == "");
}

TEST_CASE("fabric: one bill is handed to everybody at once, and one has it") {
  const Setting setting = setting_of_now();
  fabric::FabricBackend network(setting);
  issue_both_bills(network.clients(), setting);
  CHECK(transfer_to_everybody(network.clients(), "B1", Start::endorsed, setting) == "");
  CHECK(transfer_to_everybody(network.clients(), "B2", Start::proposed, setting) == "");
}
