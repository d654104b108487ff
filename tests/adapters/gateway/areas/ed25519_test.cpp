// SPDX-License-Identifier: Apache-2.0
// Fabric's peers of 3.x verify Ed25519 on channels with the capability V3_0, others never do.
#include <doctest/doctest.h>

#include "tests/adapters/gateway/areas/keys.hpp"

using namespace tradelane;

TEST_CASE("keys: Ed25519 signs the message itself") {
  const auto who = test::newcomer(crypto::KeyKind::ed25519);
  const auto done = test::put_as(who, "k3");
  REQUIRE_MESSAGE(done, (done ? "" : done.failure().text()));
  CHECK(done->commit.valid());
  const auto blocks = gateway::make_block_client(test::field().connection(test::one), who);
  CHECK(gateway::position_now(*blocks, test::field().channel));
}
