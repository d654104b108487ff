// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "tests/chaincode/contracts/ebl/ebl_world.hpp"

using namespace tradelane;
using namespace tradelane::ebl;

namespace {

struct Delivering : EblWorld {
  const std::int64_t all = from_json<BillFacts>(test::bill_facts("B1")).value().packages;
  const test::Transient facts = test::transient({test::bill_openings("B1").facts});

  Json delivered(std::int64_t packages) const { return test::with(id, "delivered", packages); }
  void surrender_for_goods() {
    deliver();
    CHECK(acts("IMP", "RequestSurrender", surrender("R1")).ok());
    CHECK(as("CAR", "AnswerSurrender", answer("R1", "SURR")).ok());
  }
};

}  // namespace

TEST_CASE_FIXTURE(Delivering, "RecordDelivery: every refusal, in order of precedence") {
  deliver();
  check(acts("IMP", "RecordDelivery", delivered(0)), "B81", "EBL_NOT_ENTITLED");
  check(acts("CAR", "RecordDelivery", delivered(0)), "B82", "EBL_STATE");
  CHECK(acts("IMP", "RequestSurrender", surrender("R1")).ok());
  check(acts("CAR", "RecordDelivery", delivered(0)), "B82", "EBL_STATE");
  CHECK(as("CAR", "AnswerSurrender", answer("R1", "SURR")).ok());
  check(acts("CAR", "RecordDelivery", delivered(0)), "B83", "ARG_MALFORMED");
  check(acts("CAR", "RecordDelivery", delivered(-1)), "A11", "ARG_MALFORMED");
  check(acts("CAR", "RecordDelivery", delivered(all + 1)), "A6", "PRIVATE_MISSING");
  check(acts("CAR", "RecordDelivery", delivered(all + 1), facts), "B84", "EBL_OVER_DELIVERY");
  CHECK(acts("CAR", "RecordDelivery", delivered(all), facts).ok());
}

TEST_CASE_FIXTURE(Delivering, "RecordDelivery: in parts, until everything is handed out") {
  surrender_for_goods();
  REQUIRE(all > 2);
  CHECK(acts("CAR", "RecordDelivery", delivered(1), facts).ok());
  CHECK(acts("CAR", "RecordDelivery", delivered(1), facts).changes.empty());
  CHECK(bill().delivered == 1);
  CHECK(newest().action_code == "DELIVERED");
  CHECK(newest().packages == 1);
  CHECK(acts("CAR", "RecordDelivery", delivered(all), facts).ok());
  CHECK(bill().delivered == all);
  CHECK(newest().packages == all - 1);
  check(acts("CAR", "RecordDelivery", delivered(all - 1), facts), "B83", "ARG_MALFORMED");
  check(acts("CAR", "RecordDelivery", delivered(all + 1), facts), "B84", "EBL_OVER_DELIVERY");
  CHECK(bill().status == Status::surrendered);
}

TEST_CASE_FIXTURE(Delivering, "RecordDelivery: a bill that was voided has no goods") {
  surrender_for_goods();
  edit([](Bill& bill) { bill.status = Status::voided; });
  check(acts("CAR", "RecordDelivery", delivered(1), facts), "B82", "EBL_STATE");
}
