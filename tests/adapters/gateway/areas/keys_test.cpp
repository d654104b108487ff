// SPDX-License-Identifier: Apache-2.0
// Kinds of keys and hashes, as peers verify them.
#include "tests/adapters/gateway/areas/keys.hpp"

#include <doctest/doctest.h>

#include "adapters/gateway/advice.hpp"

using namespace tradelane;
using namespace tradelane::gateway;
using crypto::KeyKind;

TEST_CASE("keys: P-256 and P-384 sign transactions over SHA-256") {
  for (const KeyKind kind : {KeyKind::p256, KeyKind::p384}) {
    CAPTURE(static_cast<int>(kind));
    const auto who = test::newcomer(kind);
    const auto done = test::put_as(who, "k1");
    REQUIRE_MESSAGE(done, (done ? "" : done.failure().text()));
    CHECK(done->commit.valid());
    const auto blocks = make_block_client(test::field().connection(test::one), who);
    CHECK(position_now(*blocks, test::field().channel));
  }
}

TEST_CASE("keys: another hash than the MSP's is no signature, whatever the curve") {
  for (const KeyKind kind : {KeyKind::p256, KeyKind::p384})
    for (const Hash hash : {Hash::sha384, Hash::sha3_256}) {
      const auto refused = test::put_as(test::newcomer(kind, hash), "k2");
      REQUIRE_FALSE(refused);
      CHECK(refuses_client(refused.failure()));
    }
}
