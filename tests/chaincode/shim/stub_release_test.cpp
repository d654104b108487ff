// SPDX-License-Identifier: Apache-2.0
// What a transaction no longer holds does not count towards its limit on memory.
#include <doctest/doctest.h>

#include "chaincode/shim/errors.hpp"
#include "tests/chaincode/shim/stub_peer.hpp"

using namespace tradelane;
using namespace tradelane::shim;
using test::StubPeer;

namespace {

shim::Settings with_memory(std::size_t bytes) { return {.limits = {.memory_bytes = bytes}}; }

}  // namespace

TEST_CASE("stub release: writes that have been sent make room for as many again") {
  for (const auto& abilities : {test::v2_5, test::v3_1}) {
    StubPeer peer(abilities, {}, with_memory(10'000));
    Stub& stub = peer.stub();
    for (int i = 0; i < 5; ++i) {
      stub.put("a", Bytes(4'000, 'v'));
      stub.put("b", Bytes(4'000, 'v'));
      (void)stub.page_range("a", "b", {.size = 1});  // sends them
    }
    // At the limit the next one is still too much.
    stub.put("a", Bytes(8'000, 'v'));
    CHECK_THROWS_AS(stub.put("b", Bytes(4'000, 'v')), LimitExceeded);
  }
}

TEST_CASE("stub release: queries that were left, closed or moved make room") {
  StubPeer peer(test::v3_1, {}, with_memory(10'000));
  Stub& stub = peer.stub();
  const auto open = [&] {
    peer.answers = {test::page_of({std::string(2'000, 'k')}, true)};
    return stub.query_range("", "");
  };
  for (int i = 0; i < 5; ++i) {
    Rows closed = open();
    Rows moved = std::move(closed);
    CHECK(moved.next());
    CHECK_FALSE(closed.next());
    moved.close();
    CHECK_FALSE(moved.next());
  }
  for (int i = 0; i < 5; ++i) {
    { const Rows left = open(); }
    (void)stub.private_hash("c", "k");  // before it the one that was left is closed
  }
  const Rows first = open();
  const Rows second = open();
  CHECK_THROWS_AS((void)open(), LimitExceeded);
}
