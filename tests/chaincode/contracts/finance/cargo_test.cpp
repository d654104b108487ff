// SPDX-License-Identifier: Apache-2.0
#include "chaincode/contracts/finance/cargo.hpp"

#include <doctest/doctest.h>

#include "tests/chaincode/contracts/finance/finance_world.hpp"

using namespace tradelane;
using namespace tradelane::finance;

namespace {

const Timestamp now = *Timestamp::parse("2026-03-05T08:00:00Z");

Piece piece(const std::string& object, const char* type, std::int64_t age_s) {
  const auto id = *evidence::EvidenceId::parse(test::evidence_id(object, type));
  return {.id = id,
          .newest = evidence::Evidence{.id = id, .published_at = now.plus_seconds(-age_s)}};
}

bool stale(const std::vector<Piece>& pieces) { return is_stale({.pieces = pieces}, now); }

}  // namespace

TEST_CASE("age: 24 hours for a declaration, 48 for an invoice, 6 for the newest event") {
  constexpr std::int64_t hour = 3'600;
  CHECK_FALSE(stale({}));
  CHECK_FALSE(stale({piece("1", "CUSTOMS_DECL", 24 * hour)}));
  CHECK(stale({piece("1", "CUSTOMS_DECL", 24 * hour + 1)}));
  CHECK(stale({piece("1", "CUSTOMS_DECL", 0), piece("2", "CUSTOMS_DECL", 24 * hour + 1)}));
  CHECK_FALSE(stale({piece("1", "EINVOICE", 48 * hour)}));
  CHECK(stale({piece("1", "EINVOICE", 48 * hour + 1)}));
  for (const char* type : {"CONTAINER_EVENT", "LOGISTICS_STATUS"}) {
    CHECK_FALSE(stale({piece("1", type, 6 * hour)}));
    CHECK(stale({piece("1", type, 6 * hour + 1)}));
    CHECK_FALSE(stale({piece("1", type, 90 * hour), piece("2", type, 6 * hour)}));
    CHECK_FALSE(stale({piece("1", type, 6 * hour), piece("2", type, 90 * hour)}));
  }
  CHECK(stale({piece("1", "CONTAINER_EVENT", 6 * hour + 1), piece("2", "LOGISTICS_STATUS", 0)}));
}

TEST_CASE("declared value: every currency is seen, none is no objection") {
  const Currency hkd = *Currency::parse("HKD");
  const Currency usd = *Currency::parse("USD");
  CHECK(DeclaredValue{}.is_all_in(hkd));
  CHECK(DeclaredValue{.currencies = {hkd}}.is_all_in(hkd));
  CHECK_FALSE(DeclaredValue{.currencies = {hkd}}.is_all_in(usd));
  CHECK_FALSE(DeclaredValue{.currencies = {hkd, usd}}.is_all_in(hkd));
}

TEST_CASE("soft rules: those that agreed softly, each once, sorted") {
  const evidence::Match match{.verdicts = {{.rule = "M04", .level = evidence::Level::soft},
                                           {.rule = "M01"},
                                           {.rule = "M03", .level = evidence::Level::soft}}};
  CHECK(soft_rules(match) == Set<std::string>{"M03", "M04"});
}

namespace {

/// D1 of the story and a second declaration of this value, both matched with the bill.
struct TwoDeclarations : FinanceWorld {
  test::Opening second;
  evidence::EvidenceId id = *evidence::EvidenceId::parse(test::evidence_id("D2"));

  void declare(const char* minor) {
    play(Stage::prepared);
    second =
        test::open("facts", test::with(test::declaration_facts("D2"), "total", test::money(minor)));
    const Json first = test::envelope(world, "D1", test::declaration_opening("D1"));
    const Json next = test::with(test::with(test::envelope(world, "D2", second), "seq", 2),
                                 "prevDigest", test::digest_of(first));
    test::require_ok(
        world.submit(test::actor(world, "SDN"), "evidence:Submit", test::signed_envelope(next)));
    edit<evidence::Match>(
        evidence::key::match(*evidence::MatchId::parse(test::id26("M1"))), [&](evidence::Match& m) {
          m.evidence.push_back({.id = id, .version = 1, .facts = second.commitment});
        });
  }
  test::Answer ask_for(const char* minor) {
    const auto both = Set<std::string>::of({test::evidence_id("D1"), test::evidence_id("D2")});
    const Json prints = Json::Array{test::fingerprint("BL", "B1"), test::fingerprint("DECL", "D1"),
                                    test::fingerprint("DECL", "D2")};
    const auto application = test::open(
        "application", Json::Object{{"requested", test::money(minor)}, {"tenorDays", 90}});
    Json args = test::with(test::apply_args(), "evidence", to_json(both));
    args = test::with(args, "commitments", test::commitments({{"application", application}}));
    args = test::with(
        args, "relay",
        Json::Object{{"copies", Json::Array{Json("BankHMSP")}}, {"fingerprints", prints}});
    return signed_by(
        "IMP", "Apply", 0, args,
        test::transient({application, test::facility_terms_opening(), test::usage_opening("0"),
                         second, test::declaration_opening("D1")}));
  }
};

}  // namespace

TEST_CASE_FIXTURE(TwoDeclarations, "declarations: F24, the loan stands on the sum of them") {
  declare("1");
  // 80 % of 6,250,000.01, rounded down.
  check(ask_for("500000001"), "F24", "ADV_RATE");
  CHECK(ask_for("500000000").ok());
  CHECK(read(key::lock(id)) == held(loan_id(), world.now));
}

TEST_CASE_FIXTURE(TwoDeclarations, "declarations: a sum that fits into no amount is refused") {
  declare("9223372036854775807");
  check(ask_for("500000000"), "A9", "PRIVATE_VALUE");
}
