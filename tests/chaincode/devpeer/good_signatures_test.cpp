// SPDX-License-Identifier: Apache-2.0
#include "chaincode/devpeer/good_signatures.hpp"

#include <string>

#include <doctest/doctest.h>

#include "tests/chaincode/devpeer/network.hpp"

using namespace tradelane;
using namespace tradelane::devpeer;

TEST_CASE("good_signatures: nothing but the very message and signature is known") {
  GoodSignatures good;
  CHECK_FALSE(good.contains("message", "signature"));
  good.add("message", "signature");
  good.add("message", "signature");
  CHECK(good.contains("message", "signature"));
  CHECK_FALSE(good.contains("message", "signatur"));
  CHECK_FALSE(good.contains("messages", "ignature"));
  CHECK_FALSE(good.contains("messag", "esignature"));
  CHECK_FALSE(good.contains("", ""));
}

TEST_CASE("good_signatures: all are forgotten with one more than it keeps") {
  GoodSignatures good;
  for (std::size_t i = 0; i < GoodSignatures::most; ++i) good.add("message", std::to_string(i));
  CHECK(good.contains("message", "0"));
  good.add("message", "one more");
  CHECK_FALSE(good.contains("message", "0"));
  CHECK(good.contains("message", "one more"));
}

TEST_CASE("good_signatures: an identity keeps what it has verified, and nothing that was bad") {
  const test::Network network({"A", "B"});
  const Bytes& who = network.client("A").identity;
  const Bytes good = network.client("A").sign("message");
  const Bytes bad = network.client("B").sign("message");
  CHECK(network.membership().find(who)->signed_this("message", good));
  CHECK_FALSE(network.membership().find(who)->signed_this("message", bad));
  CHECK(network.membership().find(who)->good->contains("message", good));
  CHECK_FALSE(network.membership().find(who)->good->contains("message", bad));
  CHECK_FALSE(
      network.membership().find(network.client("B").identity)->good->contains("message", good));
}
