// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "tests/chaincode/contracts/finance/finance_world.hpp"

using namespace tradelane;
using namespace tradelane::finance;
using test::with;

namespace {

struct Drawing : FinanceWorld {
  Json args = test::drawdown_args();

  test::Answer draw(const Json& sent, const test::Transient& openings = test::drawdown_openings()) {
    return signed_by("IMP", "RequestDrawdown", 4, sent, openings);
  }
  /// Another amount, and another use of the facility after it.
  test::Answer draw_amount(const Json& amount, const Json& drawn_then,
                           const test::Opening& drawn_before = test::usage_opening("0")) {
    const auto drawdown = test::open("drawdown", Json::Object{{"amount", amount}});
    const auto usage = test::open("usage", Json::Object{{"drawn", drawn_then}});
    const Json relay = Json::Object{{"copies", Json::Array{Json("BankHMSP")}},
                                    {"commitments", test::commitments({{"usage", usage}})}};
    return draw(
        with(with(args, "commitments", test::commitments({{"drawdown", drawdown}})), "relay",
             relay),
        test::transient({drawdown, usage, test::terms_opening(), test::facility_terms_opening(),
                         drawn_before, test::declaration_opening("D1")}));
  }
  void claim_for_another(const ledger::Key<Claim>& key) {
    write(key, financed(loan_id("L9"), world.now));
  }
};

}  // namespace

TEST_CASE_FIXTURE(Drawing, "RequestDrawdown: who, which state, which values, in their order") {
  check(as("CAR", "RequestDrawdown", args), "A10", "AUTH_DENIED");
  check(as("BK2", "RequestDrawdown", args), "F2", "FIN_UNKNOWN");
  play(Stage::accepted);
  freeze();
  suspend("IMP");
  check(as("BK2", "RequestDrawdown", args), "F3", "AUTH_DENIED");
  check(as("BKH", "RequestDrawdown", args), "A1", "ACT_MISSING");
  check(signed_by("IMP", "RequestDrawdown", 4, args), "A5", "ACT_SEQ");
  check(signed_by("IMP", "RequestDrawdown", 3, args), "F4", "PARTY_INACTIVE");
  edit<contract::Party>(contract::key::party(test::party_id("IMP")),
                        [](contract::Party& p) { p.state = contract::PartyState::active; });
  check(signed_by("IMP", "RequestDrawdown", 3, args), "F10", "FAC_FROZEN");
  edit<Facility>(facility_key(), [](Facility& f) { f.state = FacilityState::open; });
  check(signed_by("IMP", "RequestDrawdown", 3, args), "F49", "FIN_STATE");
  test::pledge_bill(world);
  test::require_ok(test::secure_loan(world));
  const Json relay = *args.find("relay");
  check(draw(with(args, "relay", with(relay, "copies", Json::Array{Json("Bank2MSP")})), {}), "F5",
        "ARG_MALFORMED");
  check(draw(args, test::Transient{}), "A6", "PRIVATE_MISSING");
}

TEST_CASE_FIXTURE(Drawing, "RequestDrawdown: what held at the application, in its order") {
  play(Stage::secured);
  const auto fail = [&] { return draw_amount(test::money("900000000", "USD"), test::money("0")); };
  const auto at_bill = ebl::key::bill(bill_id());
  const auto match = evidence::key::match(*evidence::MatchId::parse(test::id26("M1")));
  const auto known = evidence::key::evidence(declaration());
  const auto print = key::fingerprint(*loan().fingerprints.begin());
  const Claim own_print = read(print);
  const Claim own_lock = lock_on_bill();
  edit<ebl::Bill>(at_bill, [](ebl::Bill& b) { b.pledge->state = ebl::PledgeState::accepted; });
  edit<evidence::Match>(match, [](evidence::Match& m) {
    m.bill_facts = *Digest::parse(std::string(64, '1'));
    m.evidence.front().version = 0;
  });
  edit<evidence::Evidence>(
      known, [](evidence::Evidence& e) { e.published_at = e.published_at.plus_seconds(-86'400); });
  claim_for_another(print);
  claim_for_another(key::lock(bill_id()));
  const auto consent = consent::key::consent(*consent::ConsentId::parse(test::consent_id("C1")));
  edit<consent::Consent>(consent, [](consent::Consent& c) { c.state = consent::State::revoked; });

  check(fail(), "F13", "CNS_REVOKED");
  edit<consent::Consent>(consent, [](consent::Consent& c) { c.state = consent::State::active; });
  check(fail(), "F15", "EVD_AMENDED");
  edit<evidence::Match>(match, [](evidence::Match& m) { m.evidence.front().version = 1; });
  check(fail(), "F16", "EVD_STALE");
  edit<evidence::Evidence>(known, [&](evidence::Evidence& e) { e.published_at = world.now; });
  check(fail(), "F17", "EVD_MISMATCH");
  edit<evidence::Match>(match, [&](evidence::Match& m) { m.bill_facts = bill().facts; });
  check(fail(), "F50", "EBL_STATE");
  edit<ebl::Bill>(at_bill, [](ebl::Bill& b) { b.pledge->state = ebl::PledgeState::bound; });
  check(fail(), "F21", "FP_DUPLICATE");
  write(print, own_print);
  check(fail(), "F22", "FP_DUPLICATE");
  write(key::lock(bill_id()), own_lock);
  check(fail(), "F23", "CCY_MISMATCH");
}

TEST_CASE_FIXTURE(Drawing, "RequestDrawdown: the money, in order of precedence") {
  play(Stage::secured);
  const auto busy = test::usage_opening("400000000");
  const auto set_usage = [&](const test::Opening& usage) {
    edit<Facility>(facility_key(), [&](Facility& f) { f.usage = usage.commitment; });
  };
  set_usage(busy);
  check(draw_amount(test::money("500000001"), test::money("0"), busy), "F24", "ADV_RATE");
  check(draw_amount(test::money("400000001"), test::money("0"), busy), "F25", "FIN_LIMIT");
  check(draw_amount(test::money("0"), test::money("1"), busy), "F51", "FIN_LIMIT");
  set_usage(test::usage_opening("0"));
  check(draw_amount(test::money("500000000"), test::money("500000001")), "F52", "PRIVATE_VALUE");
  check(draw_amount(test::money("500000000"), test::money("500000000", "USD")), "F52",
        "PRIVATE_VALUE");
  CHECK(draw_amount(test::money("400000000"), test::money("400000000")).ok());
}

TEST_CASE_FIXTURE(Drawing, "RequestDrawdown: F51, no more than the offer's principal") {
  play(Stage::secured);
  const auto small =
      test::open("terms", with(test::terms(), "principal", test::money("499999999")));
  edit<Loan>(key::loan(loan_id()), [&](Loan& l) { l.terms = small.commitment; });
  auto openings = test::drawdown_openings();
  openings.erase(test::terms_opening().commitment.text());
  openings.emplace(small.commitment.text(), small.bytes);
  check(draw(args, openings), "F51", "FIN_LIMIT");
}

TEST_CASE_FIXTURE(Drawing,
                  "RequestDrawdown: a lapsed claim is taken again, unless another has it") {
  play(Stage::secured);
  world.now = world.now.plus_seconds(73 * 3'600);
  edit<evidence::Evidence>(evidence::key::evidence(declaration()),
                           [&](evidence::Evidence& e) { e.published_at = world.now; });
  claim_for_another(key::lock(declaration()));
  check(draw(args), "F22", "FP_DUPLICATE");
  write(key::lock(declaration()), held(loan_id("L9"), world.now.plus_seconds(-73 * 3'600)));
  CHECK(draw(args).ok());
  CHECK(read(key::lock(declaration())) == financed(loan_id(), world.now));
}

TEST_CASE_FIXTURE(Drawing, "RequestDrawdown: a drawdown waits, the cargo is financed") {
  play(Stage::secured);
  const auto answer = draw(args);
  CHECK(answer.integer("seq") == 5);
  CHECK(loan().state == LoanState::secured);
  CHECK(facility().usage == test::usage_opening("500000000").commitment);
  CHECK(lock_on_bill() == financed(loan_id(), world.now));
  for (const Fingerprint& print : loan().fingerprints)
    CHECK(read(key::fingerprint(print)).state == ClaimState::financed);
  CHECK(keeps("BankHMSP", test::drawdown_opening()));
  CHECK(keeps("BankHMSP", test::usage_opening("500000000")));
  CHECK(draw(args).changes.empty());
  const Json second = with(args, "drawdownId", test::id26("DRAW2"));
  check(signed_by("IMP", "RequestDrawdown", 5, second), "F49", "FIN_STATE");
}

TEST_CASE_FIXTURE(Drawing, "RequestDrawdown: no new money on a bill that is stopped") {
  play(Stage::secured);
  for (const auto& [stop, rule, token] : {std::tuple{ebl::key::pause(), "B38", "EBL_PAUSED"},
                                          std::tuple{freeze_key(), "B39", "EBL_FROZEN"}}) {
    set(stop, true);
    check(draw(args), rule, token);
    set(stop, false);
  }
  CHECK(draw(args).ok());
}

TEST_CASE_FIXTURE(Drawing, "RequestDrawdown: the pledge of a recovered bill is where it went") {
  play(Stage::secured);
  SUBCASE("to the same bank") {
    recover("BKH");
    CHECK(draw(args).ok());
  }
  SUBCASE("F50: to another one") {
    recover("BK2");
    check(draw(args), "F50", "EBL_STATE");
  }
}
