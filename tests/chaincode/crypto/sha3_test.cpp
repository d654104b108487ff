// SPDX-License-Identifier: Apache-2.0
#include "chaincode/crypto/sha3.hpp"

#include <doctest/doctest.h>

using namespace tradelane;
using namespace tradelane::crypto;

TEST_CASE("sha3: the published values of \"abc\" (FIPS 202)") {
  CHECK(to_hex(sha3_256("abc")) ==
        "3a985da74fe225b2045c172d6bd390bd855f086e3e9d525b46bfe24511431532");
  CHECK(to_hex(sha3_384("abc")) ==
        "ec01498288516fc926459f58e2c6ad8df9b473cb0fc08c2596da7cf0e49be4b2"
        "98d88cea927ac7f539f1edf228376d25");
}
