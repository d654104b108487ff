// SPDX-License-Identifier: Apache-2.0
#include "chaincode/shim/read_cache.hpp"

#include <doctest/doctest.h>

#include "chaincode/shim/codec/peer.hpp"

using namespace tradelane;
using shim::PeerMessage;
using shim::ReadCache;

namespace {

PeerMessage answer(std::string_view value) {
  return *PeerMessage::decode(
      shim::codec::encode_message({.type = shim::MessageType::response, .payload = value}));
}

bool keep(ReadCache& cache, const shim::StatePlace& place, std::string_view value) {
  const PeerMessage message = answer(value);
  return cache.keep(place, message.payload(), message);
}

}  // namespace

TEST_CASE("read cache: values and absence, by collection and key") {
  ReadCache cache(10'000);
  CHECK(cache.find({"", "k"}) == std::nullopt);
  CHECK(keep(cache, {"", "k"}, "v"));
  CHECK(keep(cache, {"col", "k"}, ""));
  CHECK(cache.find({"", "k"}) == "v");
  CHECK(cache.find({"col", "k"}) == "");
  CHECK(cache.find({"colk", ""}) == std::nullopt);
  CHECK(cache.find({"", std::string_view("col\0k", 5)}) == std::nullopt);
}

TEST_CASE("read cache: what was read first counts") {
  ReadCache cache(10'000);
  CHECK(keep(cache, {"", "k"}, "v"));
  CHECK_FALSE(keep(cache, {"", "k"}, "w"));
  CHECK(cache.find({"", "k"}) == "v");
}

TEST_CASE("read cache: full is full, and what is kept stays") {
  const std::string a(10, 'a');
  ReadCache cache(2 * (96 + 1 + 10));
  CHECK(keep(cache, {"", "a"}, a));
  CHECK(keep(cache, {"", "b"}, std::string(10, 'b')));
  CHECK_FALSE(keep(cache, {"", "c"}, ""));
  CHECK(cache.find({"", "c"}) == std::nullopt);
  CHECK(cache.find({"", "a"}) == a);
  ReadCache small(2 * (96 + 1 + 10) - 1);
  CHECK(keep(small, {"", "a"}, a));
  CHECK_FALSE(keep(small, {"", "b"}, std::string(10, 'b')));
}
