// SPDX-License-Identifier: Apache-2.0
// Tests also: chaincode/contracts/ebl/records.cpp
#include <doctest/doctest.h>

#include "tests/chaincode/contracts/ebl/seeds.hpp"

using namespace tradelane;
using namespace tradelane::ebl;
using ledger::Changes;

TEST_CASE_FIXTURE(Seeds, "invariants: I8, seeded bugs in surrender references") {
  deliver();
  CHECK(signed_by("IMP", "RequestSurrender", 3, surrender("R1")).ok());
  const auto reference = key::surrender("R1");
  SurrenderRef answered{.bill = bill_key(), .code = "SREQ", .answer = SurrenderAnswer::refused};
  CHECK(breaks("I8", Changes{}.put(reference, answered)));  // and the bill stays where it is
  SurrenderRef other = answered;
  other.bill = *BillId::parse(test::bill_id("B2"));
  CHECK(breaks("I8", Changes{}.put(reference, other)));
  CHECK(breaks("I8", Changes{}.put(key::surrender("R2"), answered)));
  CHECK(breaks("I8", Changes{}.erase(reference)));
}

TEST_CASE_FIXTURE(Seeds, "invariants: what every act of the story writes breaks none") {
  deliver();
  CHECK(is_sound(written([](Bill&) {})));
  CHECK(signed_by("IMP", "Pledge", 3, offer("BK2")).ok());
  CHECK(as("BK2", "AcceptPledge", accept()).ok());
  CHECK(is_sound(written([](Bill&) {})));
}
