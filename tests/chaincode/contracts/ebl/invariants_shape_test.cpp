// SPDX-License-Identifier: Apache-2.0
#include "chaincode/contract/openings.hpp"
#include "tests/chaincode/contracts/ebl/amending.hpp"

using namespace tradelane;
using namespace tradelane::ebl;
using ledger::Changes;

namespace {

const std::string one = "TSTU3000018";
const std::string parent_id = "TSTC/WHOLE/1";
const std::string other_id = "TSTC/OTHER/1";
const std::string a_id = "TSTC/PARTA/1";
const std::string b_id = "TSTC/PARTB/1";

struct Shapes : Amending {
  static Bill terminal(Bill bill, Status status, const std::function<void(Links&)>& links) {
    bill.status = status;
    Links next = bill.links.value_or(Links{});
    links(next);
    bill.links = next;
    return bill;
  }
  /// A bill that would begin here, in the hands of `old`.
  static Bill child(const Bill& old, const std::string& which, const test::BillOpenings& openings,
                    const std::function<void(Bill&)>& edit) {
    Bill out = old;
    out.id = *BillId::parse(which);
    out.status = Status::issued;
    out.surrender.reset();
    out.links = Links{};
    out.seq = 0;
    out.issuance = openings.issuance.commitment;
    out.facts = openings.facts.commitment;
    edit(out);
    return out;
  }
  Changes step(const Bill& bill, const char* code) {
    return advance(ledger::Reader(world.state), bill,
                   {.action_code = code,
                    .actor = test::party_id("CAR"),
                    .time = world.now,
                    .txid = "t",
                    .act = *Digest::parse(std::string(64, '7'))},
                   "ebl.Test");
  }
  static Changes written(const test::Opening& opening) {
    return Changes{}.put_private("_implicit_org_CarrierMSP",
                                 contract::opening_key(opening.commitment), opening.bytes);
  }
  static const test::BillOpenings& goods(const std::string& which, std::int64_t packages) {
    return openings_of(which, document_for(which, packages, 10, {one}));
  }
};

struct SplitSeeds : Shapes {
  std::int64_t first = 60;
  std::function<void(Bill&)> old_edit = [](Bill&) {};
  std::function<void(Bill&)> edit = [](Bill&) {};
  bool both = true;
  bool told = true;

  SplitSeeds() { surrendered(parent_id, document_for(parent_id, 100, 20, {one}), "COD"); }
  std::string seeded() {
    const Bill old = *bill_at(parent_id);
    Bill dead = terminal(old, Status::split, [&](Links& links) {
      links.replaced_by = {*BillId::parse(a_id), *BillId::parse(b_id)};
    });
    old_edit(dead);
    const auto from = [&](Bill& b) { b.links = Links{.split_from = old.id}; };
    Bill a = child(old, a_id, goods(a_id, first), from);
    edit(a);
    Changes changes = step(dead, "SPLIT").merge(step(a, "ISSUE"));
    if (both)
      changes = std::move(changes).merge(step(child(old, b_id, goods(b_id, 40), from), "ISSUE"));
    changes = std::move(changes)
                  .merge(written(goods(a_id, first).facts))
                  .merge(written(goods(b_id, 40).facts));
    if (told)
      changes = std::move(changes).merge(
          written(openings_of(parent_id, document_for(parent_id, 100, 20, {one})).facts));
    return broken(changes);
  }
};

}  // namespace

TEST_CASE_FIXTURE(SplitSeeds, "invariants: I12, seeded bugs in a split") {
  CHECK(seeded() == "");
  first = 61;
  CHECK(seeded() == "I12");
  first = 60;
  told = false;
  CHECK(seeded() == "I12");
  told = true;
  both = false;
  CHECK(seeded() == "I12");
  both = true;
  edit = [](Bill& b) { b.holder = test::party_id("EXP"); };
  CHECK(seeded() == "I12");
  edit = [](Bill& b) { b.owner = test::party_id("EXP"); };
  CHECK(seeded() == "I12");
  edit = [](Bill& b) { b.kind = Kind::blank; };
  CHECK(seeded() == "I12");
  edit = [](Bill& b) { b.links->split_from = *BillId::parse(other_id); };
  CHECK(seeded() == "I12");
  edit = [](Bill&) {};
  old_edit = [](Bill& b) { b.links->replaced_by = {*BillId::parse(a_id)}; };
  CHECK(seeded() == "I12");
  old_edit = [](Bill& b) { b.status = Status::voided; };
  CHECK(seeded() == "I12");
}

TEST_CASE_FIXTURE(Shapes, "invariants: I12, seeded bugs in a consolidation") {
  surrendered(a_id, document_for(a_id, 60, 10, {one}), "COD");
  surrendered(b_id, document_for(b_id, 40, 10, {one}), "COD");
  const BillId into = *BillId::parse(parent_id);
  const auto seeded = [&](std::int64_t packages, const std::optional<BillId>& linked,
                          const std::function<void(Bill&)>& edit) {
    const auto& made = openings_of(parent_id, document_for(parent_id, packages, 20, {one}));
    Changes changes = written(made.facts)
                          .merge(written(goods(a_id, 60).facts))
                          .merge(written(goods(b_id, 40).facts));
    for (const std::string& old : {a_id, b_id})
      changes = std::move(changes).merge(
          step(terminal(*bill_at(old), Status::merged, [&](Links& l) { l.merged_into = linked; }),
               "MERGED"));
    const Bill whole = child(*bill_at(a_id), parent_id, made, [&](Bill& b) {
      b.links = Links{.replaces = {*BillId::parse(a_id), *BillId::parse(b_id)}};
      edit(b);
    });
    return broken(std::move(changes).merge(step(whole, "ISSUE")));
  };
  CHECK(seeded(100, into, [](Bill&) {}) == "");
  CHECK(seeded(101, into, [](Bill&) {}) == "I12");
  CHECK(seeded(100, std::nullopt, [](Bill&) {}) == "I12");
  CHECK(seeded(100, into, [](Bill& b) { b.holder = test::party_id("EXP"); }) == "I12");
  CHECK(seeded(100, into, [](Bill& b) { b.links->replaces = {*BillId::parse(a_id)}; }) == "I12");
}

TEST_CASE_FIXTURE(Shapes, "invariants: I15, seeded bugs in what replaces a bill") {
  surrendered(parent_id, document_for(parent_id, 100, 20, {one}), "COD");
  const BillId old_id = *BillId::parse(parent_id);
  const BillId new_id = *BillId::parse(other_id);
  const auto seeded = [&](Status status, const BillId& by, const std::function<void(Bill&)>& edit) {
    const Bill old =
        terminal(*bill_at(parent_id), status, [&](Links& links) { links.replaced_by = {by}; });
    const Bill next = child(*bill_at(parent_id), other_id, goods(other_id, 1), [&](Bill& b) {
      b.links = Links{.replaces = {old_id}};
      edit(b);
    });
    return broken(step(old, "VOIDED").merge(step(next, "ISSUE")));
  };
  CHECK(seeded(Status::voided, new_id, [](Bill&) {}) == "");
  CHECK(seeded(Status::voided, *BillId::parse(a_id), [](Bill&) {}) == "I15");
  CHECK(seeded(Status::voided, new_id, [](Bill& b) { b.links = Links{}; }) == "I15");
  CHECK(seeded(Status::converted_to_paper, new_id, [](Bill&) {}) == "I15");
  // The old bill lives on beside the new one.
  const Bill beside = child(*bill_at(parent_id), other_id, goods(other_id, 1),
                            [&](Bill& b) { b.links = Links{.replaces = {old_id}}; });
  CHECK(broken(step(beside, "ISSUE")) == "I15");
}

TEST_CASE_FIXTURE(Shapes, "invariants: I15, seeded bugs in paper") {
  surrendered(parent_id, document_for(parent_id, 100, 20, {one}), "SWTP");
  const BillId old_id = *BillId::parse(parent_id);
  const auto place = key::paper("TSTC", "P-1");
  const PaperSet live{.originals = 3,
                      .from = old_id,
                      .statement = *Digest::parse(std::string(64, 'd')),
                      .at = world.now,
                      .seq = 1};
  const auto converted = [&](const std::string& number) {
    return step(terminal(*bill_at(parent_id), Status::converted_to_paper,
                         [&](Links& links) { links.paper_ref = number; }),
                "MEDIUM_CHANGED");
  };
  CHECK(broken(converted("P-1").put(place, live)) == "");
  CHECK(broken(converted("P-1")) == "I15");
  CHECK(broken(converted("P-2").put(place, live)) == "I15");
  CHECK(broken(Changes{}.put(place, live)) == "I15");
  PaperSet twice = live;
  twice.seq = 2;
  CHECK(broken(converted("P-1").put(place, twice)) == "I15");
  world.state.apply(converted("P-1").put(place, live));

  PaperSet back = live;
  back.state = PaperState::surrendered;
  back.replaced_by = *BillId::parse(other_id);
  back.seq = 2;
  const auto born = [&](const std::function<void(Bill&)>& edit) {
    return step(child(*bill_at(parent_id), other_id, goods(other_id, 1),
                      [&](Bill& b) {
                        b.links = Links{.replaces = {old_id}, .paper_ref = "P-1"};
                        b.changed_medium = true;
                        edit(b);
                      }),
                "ISSUE");
  };
  CHECK(broken(born([](Bill&) {}).put(place, back)) == "");
  CHECK(broken(born([](Bill&) {})) == "I15");
  CHECK(broken(born([](Bill& b) { b.changed_medium = false; }).put(place, back)) == "I15");
  CHECK(broken(born([](Bill& b) { b.links->paper_ref = "P-2"; }).put(place, back)) == "I15");
  CHECK(broken(Changes{}.put(place, back)) == "I15");
  CHECK(broken(Changes{}.erase(place)) == "I15");
  PaperSet fewer = back;
  fewer.originals = 2;
  CHECK(broken(born([](Bill&) {}).put(place, fewer)) == "I15");
  world.state.apply(born([](Bill&) {}).put(place, back));
  PaperSet again = back;
  again.seq = 3;
  CHECK(broken(Changes{}.put(place, again)) == "I15");
}
