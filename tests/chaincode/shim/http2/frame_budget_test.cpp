// SPDX-License-Identifier: Apache-2.0
#include "chaincode/shim/http2/frame_budget.hpp"

#include <doctest/doctest.h>

using namespace tradelane::shim::http2;

namespace {

std::size_t spendable(FrameBudget& budget) {
  std::size_t count = 0;
  while (budget.spend()) ++count;
  return count;
}

}  // namespace

TEST_CASE("frame budget: so many and no more; payload and time give some back, never above") {
  using std::chrono::milliseconds;
  FrameBudget budget(50);
  CHECK(spendable(budget) == 50);
  CHECK_FALSE(budget.spend());
  budget.earn(3);
  CHECK(spendable(budget) == 3);
  budget.earn(1000);
  CHECK(spendable(budget) == 50);
  budget.refill(milliseconds(1000));
  CHECK(spendable(budget) == 5);
  // Pieces of time add up.
  for (int i = 0; i < 4; ++i) budget.refill(milliseconds(50));
  CHECK(spendable(budget) == 1);
}
