// SPDX-License-Identifier: Apache-2.0
#include "tests/fabric/network/ports.hpp"

#include <doctest/doctest.h>

using namespace tradelane::fabric;

TEST_CASE("ports: two networks side by side share none, and a block comes back") {
  std::uint16_t first = 0;
  {
    const PortBlock one;
    const PortBlock other;
    first = one.first();
    CHECK(one.first() >= 20'000);
    CHECK(other.first() >= one.first() + PortBlock::size);
    CHECK(other.first() + PortBlock::size <= 32'768);
  }
  const PortBlock again;
  CHECK(again.first() <= first);
}
