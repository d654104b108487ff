// SPDX-License-Identifier: Apache-2.0
#include "tests/chaincode/contracts/ebl/amending.hpp"

using namespace tradelane;
using namespace tradelane::ebl;
using test::with;

namespace {

const std::string one = "TSTU3000018";
const std::string two = "TSTU3000023";
const std::string whole = "TSTC/WHOLE/1";

struct Merging : Amending {
  std::vector<std::string> parents{"TSTC/PARTA/1", "TSTC/PARTB/1"};

  /// 60 packages of 1500 kg in two containers, or 40 of 500 in one of them.
  static Json part(const std::string& bill) {
    return bill == "TSTC/PARTA/1" ? document_for(bill, 60, 1'500, {one, two})
                                  : document_for(bill, 40, 500, {two});
  }
  void surrender_both() {
    for (const auto& bill : parents) surrendered(bill, part(bill), "COD");
  }
  test::Answer merge(std::int64_t packages = 100, std::int64_t kilograms = 2'000,
                     const std::vector<std::string>& containers = {one, two},
                     const std::string& into = whole) {
    const auto& made = openings_of(into, document_for(into, packages, kilograms, containers));
    std::vector<test::Opening> openings{made.issuance, made.facts};
    Json::Array ids;
    for (const auto& bill : parents) {
      ids.emplace_back(bill);
      openings.push_back(openings_of(bill, part(bill)).facts);
    }
    return as("CAR", "Consolidate",
              Json::Object{{"billIds", std::move(ids)},
                           {"newBillId", into},
                           {"commitments", commitments_of(made)}},
              test::transient(openings));
  }
  void edit(const std::string& bill, const std::function<void(Bill&)>& change) {
    Bill next = *bill_at(bill);
    change(next);
    put(next);
  }
};

}  // namespace

TEST_CASE_FIXTURE(Merging, "Consolidate: every refusal of the bills, in order of precedence") {
  const auto both = parents;
  parents = {both[0]};
  check(merge(), "B137", "ARG_MALFORMED");
  parents = {both[1], both[0]};
  check(merge(), "A11", "ARG_MALFORMED");
  parents = both;
  check(merge(), "B1", "EBL_UNKNOWN");
  surrendered(both[0], part(both[0]), "COD");
  check(merge(), "B1", "EBL_UNKNOWN");
  surrendered(both[1], part(both[1]), "SWI");
  set(key::freeze(*BillId::parse(both[1])), true);
  check(merge(), "B39", "EBL_FROZEN");
  set(key::freeze(*BillId::parse(both[1])), false);
  edit(both[1], [](Bill& b) { b.issuer = test::party_id("BKS"); });
  check(merge(), "B119", "EBL_NOT_ENTITLED");
  edit(both[1], [](Bill& b) {
    b.issuer = test::party_id("CAR");
    b.status = Status::issued;
  });
  check(merge(), "B120", "EBL_STATE");
  edit(both[1], [](Bill& b) { b.status = Status::amendment_surrendered; });
  check(merge(), "B121", "EBL_STATE");
  edit(both[1], [](Bill& b) { b.status = Status::split; });
  check(merge(), "B40", "EBL_STATE");
}

TEST_CASE_FIXTURE(Merging, "Consolidate: B138, only what lies in the same hands") {
  surrender_both();
  const std::vector<std::function<void(Bill&)>> edits{
      [](Bill& b) { b.holder = test::party_id("EXP"); },
      [](Bill& b) { b.owner = test::party_id("EXP"); }, [](Bill& b) { b.kind = Kind::straight; },
      [](Bill& b) { b.legal_basis = "OTHER"; },
      [](Bill& b) { b.acceptance = Acceptance::immediate; }};
  const Bill right = *bill_at(parents[1]);
  for (const auto& change : edits) {
    edit(parents[1], change);
    check(merge(), "B138", "EBL_STATE");
    put(right);
  }
  check(merge(100, 2'000, {one, two}, "TSTX/WHOLE/1"), "B135", "EBL_VERSION");
  check(merge(100, 2'000, {one, two}, parents[0]), "B122", "EBL_DUPLICATE");
  suspend("IMP");
  check(merge(), "B4", "PARTY_INACTIVE");
}

TEST_CASE_FIXTURE(Merging, "Consolidate: B136, nothing is gained or lost") {
  surrender_both();
  check(merge(101), "B136", "EBL_QUANTITY_MISMATCH");
  check(merge(99), "B136", "EBL_QUANTITY_MISMATCH");
  check(merge(100, 2'001), "B136", "EBL_QUANTITY_MISMATCH");
  check(merge(100, 1'999), "B136", "EBL_QUANTITY_MISMATCH");
  check(merge(100, 2'000, {one}), "B136", "EBL_QUANTITY_MISMATCH");
  check(merge(100, 2'000, {one, two, "TSTU3000039"}), "B136", "EBL_QUANTITY_MISMATCH");
  CHECK(merge().integer("seq") == 4);
  CHECK(merge().changes.empty());
}

TEST_CASE_FIXTURE(Merging, "Consolidate: the parents are dead when the new bill is born") {
  surrender_both();
  const auto done = merge();
  CHECK(done.ok());
  CHECK(done.changes.entries().size() == 3);
  for (const auto& parent : parents) {
    CHECK(bill_at(parent)->status == Status::merged);
    CHECK(bill_at(parent)->links->merged_into == BillId::parse(whole));
  }
  CHECK(bill_at(parents[0])->last_act != bill_at(parents[1])->last_act);
  const auto born = bill_at(whole);
  REQUIRE(born);
  CHECK(born->status == Status::issued);
  CHECK(born->holder == test::party_id("IMP"));
  CHECK(born->links->replaces ==
        Set<BillId>{*BillId::parse(parents[0]), *BillId::parse(parents[1])});
}

TEST_CASE_FIXTURE(Merging, "Consolidate: B137, ten bills and no eleventh") {
  parents.clear();
  for (int i = 0; i < 11; ++i)
    parents.push_back("TSTC/PART" + std::string(1, static_cast<char>('B' + i)) + "/1");
  check(merge(), "B137", "ARG_LIMIT");
  parents.pop_back();
  surrender_both();
  CHECK(merge(400, 5'000, {two}).ok());
}
