// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/ebl/long_bill.hpp"

#include <doctest/doctest.h>

using namespace tradelane;
using bench::LongBill;

TEST_CASE("long bill: an action costs after hundreds of hops what it costs after ten") {
  const LongBill few(10);
  const LongBill many(400);
  REQUIRE(few.actions().size() == many.actions().size());
  for (std::size_t i = 0; i < few.actions().size(); ++i) {
    CAPTURE(few.actions()[i].name);
    const auto short_cost = few.cost(few.actions()[i]);
    const auto long_cost = many.cost(many.actions()[i]);
    CHECK(short_cost.reads == long_cost.reads);
    CHECK(short_cost.writes == long_cost.writes);
    // The digits of two sequence numbers.
    CHECK(long_cost.read_bytes <= short_cost.read_bytes + 4);
    CHECK(long_cost.written_bytes <= short_cost.written_bytes + 4);
  }
}

TEST_CASE("long bill: what a Transfer reads and writes is counted") {
  const LongBill few(10);
  const auto& transfer = few.actions().front();
  CHECK(transfer.name == "Transfer");
  const auto cost = few.cost(transfer);
  // Caller, bill, what may stop it (pause, freeze, recovery), recipient, step before, and the
  // issuer, whose organisation endorses. Bill, step, and the bill in the lists of both holders.
  CHECK(cost.reads == 8);
  CHECK(cost.writes == 4);
}
