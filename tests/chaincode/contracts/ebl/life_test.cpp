// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "tests/chaincode/contracts/ebl/ebl_world.hpp"

using namespace tradelane;
using namespace tradelane::ebl;

namespace {

constexpr std::int64_t most_bytes = std::int64_t{16} * 1024 * 1024;
const std::string commitment(64, 'd');

struct Life : EblWorld {
  Json attachment(std::int64_t size, const std::string& media_type = "application/pdf") const {
    return test::with(test::with(test::with(id, "document", commitment), "size", size), "mediaType",
                      media_type);
  }
  Json remark(std::int64_t length) const {
    return test::with(test::with(id, "comment", commitment), "length", length);
  }
  void make_pending() {
    edit([](Bill& bill) {
      bill.status = Status::transfer_pending;
      bill.pending_to = test::party_id("BK2");
    });
  }
};

}  // namespace

TEST_CASE_FIXTURE(Life, "Sign: B71 and B72, only the holder of a bill at rest") {
  issue();
  make_pending();
  check(acts("IMP", "Sign", id), "B71", "EBL_NOT_HOLDER");
  check(acts("EXP", "Sign", id), "B72", "EBL_STATE");
  CHECK(acts("EXP", "DeclineTransfer", id).ok());
  CHECK(acts("EXP", "Sign", id).ok());
  CHECK(newest().action_code == "SIGN");
  CHECK_FALSE(newest().recipient);
}

TEST_CASE_FIXTURE(Life, "Sign: who has confirmed that it has the bill does not reject it") {
  issue();
  edit([](Bill& bill) {
    bill.prev_holder = test::party_id("BK2");
    bill.prev_owner = test::party_id("BK2");
  });
  CHECK(acts("EXP", "Sign", id).ok());
  CHECK_FALSE(bill().prev_holder);
  // The owner has said nothing.
  CHECK(bill().prev_owner == test::party_id("BK2"));
}

TEST_CASE_FIXTURE(Life, "AttachDocument: every refusal, in order of precedence") {
  issue();
  make_pending();
  check(acts("IMP", "AttachDocument", attachment(0)), "B71", "EBL_NOT_HOLDER");
  check(acts("EXP", "AttachDocument", attachment(0)), "B72", "EBL_STATE");
  CHECK(acts("EXP", "DeclineTransfer", id).ok());
  check(acts("EXP", "AttachDocument", attachment(0)), "B73", "EBL_SIZE");
  check(acts("EXP", "AttachDocument", attachment(most_bytes + 1)), "B73", "EBL_SIZE");
  check(acts("EXP", "AttachDocument", attachment(1, "")), "B73", "EBL_SIZE");
  check(acts("EXP", "AttachDocument", attachment(1, std::string(101, 'm'))), "B73", "EBL_SIZE");
  CHECK(acts("EXP", "AttachDocument", attachment(most_bytes, std::string(100, 'm'))).ok());
  CHECK(acts("EXP", "Sign", id).ok());
  check(acts("EXP", "AttachDocument", attachment(1, std::string(100, 'm'))), "B74",
        "EBL_HASH_MISMATCH");
  check(acts("EXP", "AttachDocument", attachment(most_bytes)), "B74", "EBL_HASH_MISMATCH");
}

TEST_CASE_FIXTURE(Life, "AttachDocument: the ledger has commitment, size and type, once") {
  issue();
  CHECK(acts("EXP", "AttachDocument", attachment(7)).ok());
  const auto place = key::document(bill_key(), *Digest::parse(commitment));
  const auto row = *ledger::Reader(world.state).find(place);
  CHECK(row.size == 7);
  CHECK(row.media_type == "application/pdf");
  CHECK(row.by == test::party_id("EXP"));
  CHECK(newest().payload == Digest::parse(commitment).value());
  CHECK(acts("EXP", "Sign", id).ok());
  CHECK(acts("EXP", "AttachDocument", attachment(7)).changes.empty());
}

TEST_CASE_FIXTURE(Life, "AddRemark: B75 and B76, by those whom the bill concerns") {
  issue();
  make_pending();
  edit([](Bill& bill) {
    bill.pledge = Pledge{.pledgee = test::party_id("BKS"), .loan = *LoanId::parse(loan())};
  });
  check(acts("BK2", "AddRemark", remark(0)), "B75", "EBL_NOT_ENTITLED");
  check(acts("EXP", "AddRemark", remark(0)), "B76", "EBL_SIZE");
  check(acts("EXP", "AddRemark", remark(256)), "B76", "EBL_SIZE");
  edit([](Bill& bill) { bill.pledge.reset(); });
  CHECK(acts("EXP", "AddRemark", remark(255)).ok());
  CHECK(acts("IMP", "AddRemark", remark(1)).ok());
  CHECK(acts("CAR", "AddRemark", remark(1)).ok());
  CHECK(newest().action_code == "REMARK");
  CHECK(newest().comment == Digest::parse(commitment).value());
}

TEST_CASE_FIXTURE(Life, "AddRemark: the bank that has the bill as security") {
  deliver();
  CHECK(acts("IMP", "Pledge", offer("BK2")).ok());
  CHECK(acts("BK2", "AddRemark", remark(3)).ok());
}
