// SPDX-License-Identifier: Apache-2.0
#include "chaincode/shim/read_cache.hpp"

#include <doctest/doctest.h>

using namespace tradelane;
using shim::ReadCache;

TEST_CASE("read cache: values and absence, by collection and key") {
  ReadCache cache(10'000);
  CHECK(cache.find({"", "k"}) == nullptr);
  CHECK(cache.keep({"", "k"}, "v"));
  CHECK(cache.keep({"col", "k"}, std::nullopt));
  REQUIRE(cache.find({"", "k"}) != nullptr);
  CHECK(*cache.find({"", "k"}) == "v");
  REQUIRE(cache.find({"col", "k"}) != nullptr);
  CHECK(*cache.find({"col", "k"}) == std::nullopt);
  CHECK(cache.find({"colk", ""}) == nullptr);
  CHECK(cache.find({"", std::string_view("col\0k", 5)}) == nullptr);
}

TEST_CASE("read cache: full is full, and what is kept stays") {
  ReadCache cache(2 * (96 + 1 + 10));
  CHECK(cache.keep({"", "a"}, Bytes(10, 'a')));
  CHECK(cache.keep({"", "b"}, Bytes(10, 'b')));
  CHECK_FALSE(cache.keep({"", "c"}, std::nullopt));
  CHECK(cache.find({"", "c"}) == nullptr);
  CHECK(*cache.find({"", "a"}) == Bytes(10, 'a'));
  ReadCache small(2 * (96 + 1 + 10) - 1);
  CHECK(small.keep({"", "a"}, Bytes(10, 'a')));
  CHECK_FALSE(small.keep({"", "b"}, Bytes(10, 'b')));
}
