// SPDX-License-Identifier: Apache-2.0
// MLETR 10(1)(b)(i), ebl.md 4: of parallel transfers exactly one commits. On the embedded peer.
#include "tests/scenario/race.hpp"

#include <doctest/doctest.h>

#include "tests/scenario/endorsers.hpp"
#include "tests/scenario/network_backend.hpp"

using namespace tradelane;
using namespace tradelane::scenario;

TEST_CASE("endorsers: MLETR 11, nobody moves a bill without its holder's organisation") {
  const Setting setting = setting_of_now();
  NetworkBackend network(setting);
  issue_both_bills(network.clients(), setting);
  CHECK(transfer_needs_holder_and_issuer(network.clients(), "B1", setting) == "");
}

TEST_CASE("race: one bill is handed to everybody at once, and one has it") {
  const Setting setting = setting_of_now();
  NetworkBackend network(setting);
  issue_both_bills(network.clients(), setting);
  CHECK(transfer_to_everybody(network.clients(), "B1", Start::endorsed, setting) == "");
  CHECK(transfer_to_everybody(network.clients(), "B2", Start::proposed, setting) == "");
  // Once more: the winner's is a repetition, the others were signed for a state that is over.
  CHECK(transfer_to_everybody(network.clients(), "B1", Start::proposed, setting) == "");
}
