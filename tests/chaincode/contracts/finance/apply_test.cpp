// SPDX-License-Identifier: Apache-2.0
// Tests also: chaincode/contracts/finance/acting.cpp chaincode/contracts/finance/contract.cpp
#include <doctest/doctest.h>

#include "tests/chaincode/contracts/finance/finance_world.hpp"

using namespace tradelane;
using namespace tradelane::finance;
using test::with;
using test::without;

namespace {

struct Applying : FinanceWorld {
  Json args = test::apply_args();

  test::Answer apply(const Json& sent, const test::Transient& openings = test::apply_openings()) {
    return signed_by("IMP", "Apply", 0, sent, openings);
  }
  /// Another relay part: the borrower does not sign it.
  Json relay(const Json& copies, const Json& fingerprints) const {
    return with(args, "relay", Json::Object{{"copies", copies}, {"fingerprints", fingerprints}});
  }
  Json no_fingerprints() const { return relay(Json::Array{Json("BankHMSP")}, Json::Array{}); }
  /// The same application with another amount or tenor, and what it rests on.
  test::Answer ask_for(const Json& requested, int tenor_days, const Json& sent,
                       const test::Opening& facts = test::declaration_opening("D1"),
                       const test::Opening& usage = test::usage_opening("0")) {
    const auto application = test::open(
        "application", Json::Object{{"requested", requested}, {"tenorDays", tenor_days}});
    return apply(with(sent, "commitments", test::commitments({{"application", application}})),
                 test::transient({application, test::facility_terms_opening(), usage, facts}));
  }
  void open_facility() {
    test::require_ok(as("BKH", "OpenFacility", test::facility_args(), test::facility_openings()));
  }
  /// Another loan has this claim on fingerprints or locks.
  void claim(const std::vector<ledger::Key<Claim>>& keys, const Claim& by_another) {
    for (const auto& key : keys) write(key, by_another);
  }
  std::vector<ledger::Key<Claim>> fingerprint_keys() const {
    std::vector<ledger::Key<Claim>> keys;
    const Json sent = test::fingerprints();
    for (const Json& print : *sent.as_array())
      keys.push_back(key::fingerprint(*from_json<Fingerprint>(print)));
    return keys;
  }
};

}  // namespace

TEST_CASE_FIXTURE(Applying, "Apply: who applies, at whom and how, in order of precedence") {
  check(as("CAR", "Apply", args), "A10", "AUTH_DENIED");
  check(as("BK2", "Apply", without(args, "relay")), "A11", "ARG_MALFORMED");
  check(as("BK2", "Apply", args), "F1", "FAC_UNKNOWN");
  open_facility();
  freeze();
  check(as("BK2", "Apply", args), "F3", "AUTH_DENIED");
  check(as("BKH", "Apply", args), "A1", "ACT_MISSING");
  check(signed_by("EXP", "Apply", 0, args), "A1", "ACT_MISSING");
  Json changed = test::sign_loan(world, "IMP", "Apply", "L1", 0, args);
  check(as("BKH", "Apply", with(changed, "billId", test::bill_id("B2"))), "A3", "ACT_SIG_INVALID");
  check(signed_by("IMP", "Apply", 1, args), "A5", "ACT_SEQ");
  suspend("IMP");
  check(apply(args), "F4", "PARTY_INACTIVE");
}

TEST_CASE_FIXTURE(Applying, "Apply: facility, loan id and private values, in order of precedence") {
  open_facility();
  freeze();
  check(apply(relay(Json::Array{}, Json::Array{}), {}), "F10", "FAC_FROZEN");
  edit<Facility>(facility_key(), [](Facility& f) { f.state = FacilityState::open; });
  for (const Json& copies : {Json(Json::Array{}), Json(Json::Array{Json("Bank2MSP")}),
                             Json(Json::Array{Json("Bank2MSP"), Json("BankHMSP")})})
    check(apply(relay(copies, Json::Array{}), {}), "F5", "ARG_MALFORMED");
  check(apply(args, {}), "A6", "PRIVATE_MISSING");
  test::Transient wrong = test::apply_openings();
  wrong.at(test::application_opening().commitment.text()) += " ";
  check(apply(args, wrong), "A7", "PRIVATE_DIGEST");
  check(ask_for(Json("all"), 90, args), "A9", "PRIVATE_VALUE");
  check(ask_for(test::money("0"), 90, args), "F12", "PRIVATE_VALUE");
  check(ask_for(test::money("1"), 0, args), "F12", "PRIVATE_VALUE");
}

TEST_CASE_FIXTURE(Applying,
                  "Apply: F11, a loan id is used once, and the same act again is success") {
  play(Stage::applied);
  CHECK(apply(args).changes.empty());
  CHECK(apply(args).integer("seq") == 1);
  check(signed_by("IMP", "Apply", 1, no_fingerprints()), "F11", "FIN_STATE");
  freeze();
  check(signed_by("IMP", "Apply", 1, no_fingerprints()), "F10", "FAC_FROZEN");
}

TEST_CASE_FIXTURE(Applying, "Apply: consent before evidence, in order of precedence") {
  open_facility();
  const Json none = with(no_fingerprints(), "consents", Json::Array{});
  check(apply(none), "F13", "CNS_NOT_FOUND");
  test::give_consent(world, "C2", "BKH", "IMP");
  check(apply(none), "F13", "CNS_NOT_FOUND");
  // The declaration's owner is asked as soon as the ledger knows the declaration.
  check(apply(no_fingerprints()), "F14", "EVD_UNKNOWN");
  test::publish_declaration(world);
  world.now = world.now.plus_seconds(86'400);
  check(apply(no_fingerprints()), "F13", "CNS_NOT_FOUND");
  test::give_consent(world, "C1", "BKH", "EXP");
  check(apply(no_fingerprints()), "F16", "EVD_STALE");
  revoke("C1", "EXP");
  check(apply(no_fingerprints()), "F13", "CNS_REVOKED");
}

TEST_CASE_FIXTURE(Applying, "Apply: consent of another bank, or that does not cover the bill") {
  open_facility();
  test::publish_declaration(world);
  test::give_consent(world, "C1", "BKH", "EXP");
  test::give_consent(world, "C2", "BK2", "IMP");
  check(apply(args), "F13", "CNS_NOT_FOUND");
  edit<consent::Consent>(consent::key::consent(*consent::ConsentId::parse(test::consent_id("C2"))),
                         [](consent::Consent& c) {
                           c.request.recipients = {test::party_id("BKH")};
                           c.grant->recipients = {test::party_id("BKH")};
                           c.grant->categories = {"CUSTOMS_DECL"};
                         });
  check(apply(args), "F13", "CNS_CATEGORY");
}

TEST_CASE_FIXTURE(Applying, "Apply: evidence and match, in order of precedence") {
  play(Stage::prepared);
  const auto match = evidence::key::match(*evidence::MatchId::parse(test::id26("M1")));
  const auto known = evidence::key::evidence(declaration());
  edit<evidence::Match>(match, [](evidence::Match& m) { m.overall = evidence::Level::hard; });
  const auto newest = key::lock(declaration());
  claim({newest}, financed(loan_id("L9"), world.now));

  // A second version since: the facts of the first one are what the borrower can show.
  const Json second = with(
      with(with(test::envelope(world, "D1", test::declaration_opening("D1")), "recordVersion", 2),
           "seq", 2),
      "prevDigest", test::digest_of(test::envelope(world, "D1", test::declaration_opening("D1"))));
  test::require_ok(
      world.submit(test::actor(world, "SDN"), "evidence:Submit", test::signed_envelope(second)));
  world.now = world.now.plus_seconds(23 * 3'600 + 1);
  const auto with_another =
      Set<std::string>::of({test::evidence_id("D1"), test::evidence_id("D9")});
  check(apply(with(no_fingerprints(), "evidence", to_json(with_another))), "F14", "EVD_UNKNOWN");
  check(apply(no_fingerprints()), "F15", "EVD_AMENDED");
  edit<evidence::Match>(match, [](evidence::Match& m) { m.evidence.front().version = 2; });
  check(apply(no_fingerprints()), "F16", "EVD_STALE");
  world.now = world.now.plus_seconds(-1);
  edit<evidence::Match>(
      match, [](evidence::Match& m) { m.bill = *ebl::BillId::parse(test::bill_id("B2")); });
  check(apply(no_fingerprints()), "F17", "EVD_MISMATCH");
  edit<evidence::Match>(
      match, [](evidence::Match& m) { m.bill = *ebl::BillId::parse(test::bill_id("B1")); });
  check(apply(no_fingerprints()), "F18", "EVD_MISMATCH");
  edit<evidence::Match>(match, [](evidence::Match& m) { m.overall = evidence::Level::soft; });
  const auto version = evidence::key::version(declaration(), read(known).latest_version);
  edit<evidence::EvidenceVersion>(version, [](evidence::EvidenceVersion& v) {
    v.envelope.facts_by = evidence::FactsBy::adapter;
  });
  check(apply(no_fingerprints()), "F19", "EVD_MISMATCH");
  edit<evidence::EvidenceVersion>(version, [](evidence::EvidenceVersion& v) {
    v.envelope.facts_by = evidence::FactsBy::source;
  });
  check(apply(no_fingerprints()), "F20", "FP_MISSING");
}

TEST_CASE_FIXTURE(Applying,
                  "Apply: a match of nothing, of another bill's facts, of other evidence") {
  play(Stage::prepared);
  check(apply(with(args, "matchId", test::id26("M9"))), "F17", "EVD_MISMATCH");
  const auto match = evidence::key::match(*evidence::MatchId::parse(test::id26("M1")));
  const evidence::Match good = read(match);
  evidence::Match other = good;
  other.bill_facts = *Digest::parse(std::string(64, '1'));
  write(match, other);
  check(apply(args), "F17", "EVD_MISMATCH");
  other = good;
  other.evidence.clear();
  write(match, other);
  check(apply(args), "F17", "EVD_MISMATCH");
  check(apply(with(args, "billId", test::bill_id("B2"))), "F17", "EVD_MISMATCH");
  write(match, good);
  CHECK(apply(args).ok());
}

TEST_CASE_FIXTURE(Applying, "Apply: F17, no record of the match is left out of the application") {
  play(Stage::prepared);
  // Left out, its owner is not asked, its age and its newer versions are not looked at.
  edit<evidence::Match>(
      evidence::key::match(*evidence::MatchId::parse(test::id26("M1"))), [](evidence::Match& m) {
        m.evidence.push_back(
            {.id = *evidence::EvidenceId::parse(test::evidence_id("L1", "CONTAINER_EVENT")),
             .version = 1,
             .facts = test::event_opening("L1").commitment});
      });
  check(apply(args), "F17", "EVD_MISMATCH");
}

TEST_CASE_FIXTURE(Applying,
                  "Apply: F20, exactly one fingerprint for each document under each key") {
  play(Stage::prepared);
  const Json bill = test::fingerprint("BL", "B1");
  const Json declaration = test::fingerprint("DECL", "D1");
  const Json lender = Json::Array{Json("BankHMSP")};
  for (const Json& sent :
       {Json(Json::Array{}), Json(Json::Array{bill}), Json(Json::Array{declaration}),
        Json(Json::Array{bill, bill}), Json(Json::Array{bill, declaration, declaration}),
        Json(Json::Array{bill, declaration, test::fingerprint("DECL", "D2")}),
        Json(Json::Array{bill, with(declaration, "kid", "fp-2025-1")})})
    check(apply(relay(lender, sent)), "F20", "FP_MISSING");
  CHECK(apply(relay(lender, Json::Array{declaration, bill})).ok());
}

TEST_CASE_FIXTURE(Applying, "Apply: F21 and F22, a duplicate by fingerprint, and by lock") {
  play(Stage::prepared);
  const Claim other = held(loan_id("L9"), world.now);
  claim({key::lock(bill_id()), key::lock(declaration())}, financed(loan_id("L8"), world.now));
  claim(fingerprint_keys(), other);
  const auto first = ask_for(test::money("900000000", "USD"), 400, args);
  check(first, "F21", "FP_DUPLICATE");
  CHECK(first.message ==
        "FP_DUPLICATE: The cargo is financed already. (level EXACT, status HELD, count 1)");
  CHECK(canonical(*first.payload.find("data")) == R"({"count":1,"level":"EXACT","status":"HELD"})");
  claim(fingerprint_keys(), released(loan_id("L9"), world.now));
  const auto second = ask_for(test::money("900000000", "USD"), 400, args);
  check(second, "F22", "FP_DUPLICATE");
  CHECK(second.message ==
        "FP_DUPLICATE: The cargo is financed already. (level EXACT, status FINANCED, count 1)");
  for (const auto& answer : {first, second}) {
    const std::string told = answer.message + canonical(answer.payload);
    for (const char* secret : {"L9", "L8", "BKH", "BK2", "0000"})
      CHECK(told.find(secret) == std::string::npos);
  }
  claim({key::lock(bill_id()), key::lock(declaration())}, released(loan_id("L8"), world.now));
  CHECK(apply(args).ok());
}

TEST_CASE_FIXTURE(Applying, "Apply: a lapsed claim stands in nobody's way") {
  play(Stage::prepared);
  claim({key::lock(bill_id())}, held(loan_id("L9"), world.now.plus_seconds(-72 * 3'600 + 1)));
  check(apply(args), "F22", "FP_DUPLICATE");
  claim({key::lock(bill_id())}, held(loan_id("L9"), world.now.plus_seconds(-72 * 3'600)));
  CHECK(apply(args).ok());
  CHECK(lock_on_bill().loan == loan_id());
}

TEST_CASE_FIXTURE(Applying, "Apply: the money, in order of precedence") {
  play(Stage::prepared);
  const auto facts = test::declaration_opening("D1");
  check(ask_for(test::money("900000000", "USD"), 400, args), "F23", "CCY_MISMATCH");
  const auto little_room = test::usage_opening("300000001");
  edit<Facility>(facility_key(),
                 [&](Facility& f) { f.usage = test::usage_opening("300000001").commitment; });
  check(ask_for(test::money("500000001"), 400, args, facts, little_room), "F24", "ADV_RATE");
  check(ask_for(test::money("500000000"), 400, args, facts, little_room), "F25", "FIN_LIMIT");
  check(ask_for(test::money("499999999"), 121, args, facts, little_room), "F26", "FIN_TENOR");
  CHECK(ask_for(test::money("499999999"), 120, args, facts, little_room).ok());
}

TEST_CASE_FIXTURE(Applying, "Apply: F23, goods declared in another currency") {
  const auto facts = test::open(
      "facts", with(test::declaration_facts("D1"), "total", test::money("625000000", "USD")));
  play(Stage::prepared);
  const auto match = evidence::key::match(*evidence::MatchId::parse(test::id26("M1")));
  edit<evidence::Match>(match,
                        [&](evidence::Match& m) { m.evidence.front().facts = facts.commitment; });
  check(ask_for(test::money("500000000"), 90, args, facts), "F23", "CCY_MISMATCH");
}

TEST_CASE_FIXTURE(Applying, "Apply: nothing is lent without a declaration") {
  play(Stage::prepared);
  edit<evidence::Match>(evidence::key::match(*evidence::MatchId::parse(test::id26("M1"))),
                        [](evidence::Match& m) { m.evidence.clear(); });
  const Json bare = with(args, "evidence", Json::Array{});
  const Json print = Json::Array{test::fingerprint("BL", "B1")};
  const Json sent =
      with(bare, "relay",
           Json::Object{{"copies", Json::Array{Json("BankHMSP")}}, {"fingerprints", print}});
  check(apply(sent), "F24", "ADV_RATE");
}

TEST_CASE_FIXTURE(Applying, "Apply: the loan, its claims, and a copy for the lender only") {
  play(Stage::prepared);
  const auto answer = apply(args);
  CHECK(answer.text("id") == test::id26("L1"));
  CHECK(answer.integer("seq") == 1);
  CHECK(answer.changes.entries().size() == 1);
  CHECK(loan().state == LoanState::applied);
  CHECK(loan().borrower == test::party_id("IMP"));
  for (const auto& key : {fingerprint_keys().at(0), fingerprint_keys().at(1), key::lock(bill_id()),
                          key::lock(declaration())})
    CHECK(read(key) == held(loan_id(), world.now));
  CHECK(keeps("BankHMSP", test::application_opening()));
  CHECK_FALSE(keeps("OperatorMSP", test::application_opening()));
  for (const auto& [place, value] : world.state.state())
    if (place.collection.empty()) CHECK(value.find("500000000") == std::string::npos);
}

TEST_CASE_FIXTURE(Applying, "Apply: an opening that nothing asks for is refused") {
  play(Stage::prepared);
  test::Transient openings = test::apply_openings();
  const auto stray = test::terms_opening();
  openings.emplace(stray.commitment.text(), stray.bytes);
  check(apply(args, openings), "A8", "PRIVATE_UNUSED");
}
