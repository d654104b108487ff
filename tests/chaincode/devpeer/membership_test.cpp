// SPDX-License-Identifier: Apache-2.0
#include "chaincode/devpeer/membership.hpp"

#include <doctest/doctest.h>

#include "tests/chaincode/devpeer/network.hpp"

using namespace tradelane;
using namespace tradelane::devpeer;

TEST_CASE("membership: who is a member, and who only says so") {
  const test::Network network({"A", "B"});
  const Membership& members = network.membership();

  const auto peer = members.find(network.peer("A").identity);
  REQUIRE(peer);
  CHECK(peer->valid);
  CHECK(peer->msp == "A");
  CHECK(peer->is_peer());
  CHECK_FALSE(members.find(network.client("A").identity)->is_peer());

  const auto impostor = members.find(network.impostor("B", "A").identity);
  REQUIRE(impostor);
  CHECK_FALSE(impostor->valid);
  CHECK_FALSE(members.find(network.impostor("B", "C").identity));
  CHECK_FALSE(members.find("nonsense"));
  CHECK_FALSE(members.find(""));
}

TEST_CASE("membership: signatures are verified with the certificate's key") {
  const test::Network network({"A", "B"});
  const auto client = network.membership().find(network.client("A").identity);
  REQUIRE(client);
  const Bytes signature = network.client("A").sign("message");
  CHECK(client->signed_this("message", signature));
  CHECK(client->signed_this("message", signature));  // from the cache
  CHECK_FALSE(client->signed_this("massage", signature));
  CHECK_FALSE(client->signed_this("message", network.client("B").sign("message")));
  CHECK_FALSE(client->signed_this("message", ""));
}
