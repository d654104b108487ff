// SPDX-License-Identifier: Apache-2.0
#include "chaincode/crypto/random.hpp"

#include <doctest/doctest.h>

#include "chaincode/base/id.hpp"

using namespace tradelane;
using namespace tradelane::crypto;

TEST_CASE("random: of the length asked for and not the same twice") {
  CHECK(random_bytes(32).size() == 32);
  CHECK(random_bytes(32) != random_bytes(32));
  CHECK(PartyId::parse(random_id26()));
  CHECK(random_id26() != random_id26());
}

TEST_CASE("HMAC: the fingerprint vector of hk-domain.md 3.2") {
  const Bytes key = *from_hex("00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff");
  CHECK(to_hex(hmac_sha256(
            key, "INV|1|91310115MA1K0T014C|12345678|INV2026001|2026-03-05|USD|12345678")) ==
        "e6b4b2ecfc70e9e1948c5a27fe623e28c070aacecd07ff326157308ea568e8b8");
}
