// SPDX-License-Identifier: Apache-2.0
#include "tests/chaincode/contracts/ebl/amending.hpp"

using namespace tradelane;
using namespace tradelane::ebl;
using test::with;

namespace {

const std::string one = "TSTU3000018";
const std::string two = "TSTU3000023";
const std::string parent = "TSTC/WHOLE/1";

/// A child, and what it is to cover.
struct Part {
  std::string id = {};
  std::int64_t packages = 0;
  std::int64_t kilograms = 0;
  std::vector<std::string> containers = {};
};

struct Splitting : Amending {
  const Json whole = document_for(parent, 100, 2'000, {one, two});
  std::vector<Part> parts{{"TSTC/PARTA/1", 60, 1'500, {one, two}},
                          {"TSTC/PARTB/1", 40, 500, {two}}};

  test::Answer split() {
    Json::Array children;
    std::vector<test::Opening> openings{openings_of(parent, whole).facts};
    for (const Part& part : parts) {
      const auto& made = openings_of(
          part.id, document_for(part.id, part.packages, part.kilograms, part.containers));
      children.push_back(Json::Object{{"billId", part.id}, {"commitments", commitments_of(made)}});
      openings.insert(openings.end(), {made.issuance, made.facts});
    }
    return as("CAR", "Split", Json::Object{{"billId", parent}, {"children", std::move(children)}},
              test::transient(openings));
  }
  void many(std::size_t count) {
    parts.clear();
    for (std::size_t i = 0; i < count; ++i)
      parts.push_back({"TSTC/PART" + std::to_string(i) + "/1",
                       i == 0 ? 100 : 0,
                       i == 0 ? 2'000 : 0,
                       {one, two}});
  }
};

}  // namespace

TEST_CASE_FIXTURE(Splitting, "Split: every refusal, in order of precedence") {
  check(split(), "B1", "EBL_UNKNOWN");
  surrendered(parent, whole, "SWI");
  check(split(), "B121", "EBL_STATE");
}

TEST_CASE_FIXTURE(Splitting, "Split: B119 and B120, by the issuer of a surrendered bill only") {
  deliver();
  const Json args = with(id, "children", Json::Array{});
  check(signed_by("IMP", "Split", 3, args), "B119", "EBL_NOT_ENTITLED");
  check(as("CAR", "Split", args), "B120", "EBL_STATE");
}

TEST_CASE_FIXTURE(Splitting, "Split: the children, in order of precedence") {
  surrendered(parent, whole, "COD");
  const auto right = parts;
  parts.pop_back();
  check(split(), "B133", "ARG_MALFORMED");
  many(11);
  parts[1].id = parts[0].id;
  check(split(), "B133", "ARG_LIMIT");
  parts = {{"TSTX/PARTA/1", 1, 1, {one}}, {"TSTX/PARTA/1", 1, 1, {one}}};
  check(split(), "B134", "ARG_MALFORMED");
  parts[1].id = parent;
  check(split(), "B135", "EBL_VERSION");
  parts[0].id = parent;
  parts[1].id = "TSTC/PARTB/1";
  check(split(), "B122", "EBL_DUPLICATE");
  parts = right;
  suspend("IMP");
  check(split(), "B4", "PARTY_INACTIVE");
  edit_party("IMP", [](contract::Party& party) { party.state = contract::PartyState::active; });
  CHECK(split().integer("seq") == 4);
  CHECK(split().changes.empty());
}

TEST_CASE_FIXTURE(Splitting, "Split: B133, ten children and no eleventh") {
  surrendered(parent, whole, "COD");
  many(11);
  check(split(), "B133", "ARG_LIMIT");
  many(10);
  CHECK(split().ok());
  CHECK(bill_at(parent)->links->replaced_by.size() == 10);
}

TEST_CASE_FIXTURE(Splitting, "Split: B136, nothing is gained or lost") {
  surrendered(parent, whole, "COD");
  const auto right = parts;
  const auto refused = [&](const std::function<void(std::vector<Part>&)>& edit) {
    parts = right;
    edit(parts);
    check(split(), "B136", "EBL_QUANTITY_MISMATCH");
  };
  refused([](auto& all) { all[0].packages += 1; });
  refused([](auto& all) { all[0].packages -= 1; });
  refused([](auto& all) { all[1].kilograms += 1; });
  refused([](auto& all) { all[0].kilograms -= 1; });
  refused([](auto& all) { all[0].containers = {two}; });
  refused([](auto& all) { all[1].containers.push_back("TSTU3000039"); });
  parts = right;
  CHECK(split().ok());
}

TEST_CASE_FIXTURE(Splitting,
                  "Split: each document is checked, and the parent's facts are asked for") {
  surrendered(parent, whole, "COD");
  const auto& a = openings_of(parts[0].id, document_for(parts[0].id, 60, 1'500, {one, two}));
  const auto& b = openings_of(parts[1].id, document_for(parts[1].id, 40, 500, {two}));
  const auto& all = openings_of(parent, whole);
  const auto with_second = [&](const test::Opening& issuance, bool has_parent) {
    const Json commitments = Json::Object{{"issuance", issuance.commitment.text()},
                                          {"facts", b.facts.commitment.text()}};
    std::vector<test::Opening> openings{a.issuance, a.facts, issuance, b.facts};
    if (has_parent) openings.push_back(all.facts);
    return as(
        "CAR", "Split",
        Json::Object{
            {"billId", parent},
            {"children",
             Json::Array{Json::Object{{"billId", parts[0].id}, {"commitments", commitments_of(a)}},
                         Json::Object{{"billId", parts[1].id}, {"commitments", commitments}}}}},
        test::transient(openings));
  };
  check(with_second(openings_of(parts[1].id, document_for(parts[1].id, 41, 500, {two})).issuance,
                    true),
        "B8", "PRIVATE_VALUE");
  check(with_second(b.issuance, false), "A6", "PRIVATE_MISSING");
  CHECK(with_second(b.issuance, true).ok());
}

TEST_CASE_FIXTURE(Splitting, "Split: the parent is dead when its children are born") {
  surrendered(parent, whole, "COD");
  const auto done = split();
  CHECK(done.ok());
  CHECK(done.changes.entries().size() == 3);
  CHECK(bill_at(parent)->status == Status::split);
  CHECK(bill_at(parent)->links->replaced_by ==
        Set<BillId>{*BillId::parse(parts[0].id), *BillId::parse(parts[1].id)});
  for (const Part& part : parts) {
    const auto child = bill_at(part.id);
    REQUIRE(child);
    CHECK(child->status == Status::issued);
    CHECK(child->holder == test::party_id("IMP"));
    CHECK(child->owner == test::party_id("IMP"));
    CHECK(child->links->split_from == BillId::parse(parent));
  }
  const Json on_parent = Json::Object{{"billId", parent}};
  check(as("CAR", "CancelSurrender", on_parent), "B40", "EBL_STATE");
}

TEST_CASE_FIXTURE(Splitting, "Split: versions of one document whose facts are the same") {
  surrendered(parent, whole, "COD");
  parts = {{"TSTC/WHOLE/2", 100, 2'000, {one, two}}, {"TSTC/WHOLE/3", 0, 0, {one}}};
  CHECK(split().ok());
}
