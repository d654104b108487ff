// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "chaincode/contracts/ebl/keys.hpp"
#include "chaincode/contracts/evidence/keys.hpp"
#include "chaincode/contracts/finance/keys.hpp"
#include "tests/support/bills.hpp"
#include "tests/support/consents.hpp"
#include "tests/support/feeds.hpp"

/// The loan L1 of story.md on cargo 1: HKD 5,000,000.00 at 5.25 % ACT/365F for 90 days. Argument
/// objects and openings of each transaction, and the way to a secured loan in one call.
namespace tradelane::test {

/// Who borrows from whom, under which facility and consents.
struct LoanCase {
  std::string loan = "L1";
  std::string facility = "F1";
  std::string lender = "BKH";
  std::string borrower = "IMP";
  std::vector<std::string> consents = {"C1", "C2"};
  std::string declaration = "D1";
  std::string bill = "B1";
  std::string match = "M1";
};
/// BK2 and EXP on the same cargo: the second financing of story.md 8.
inline LoanCase second_case(const std::string& loan = "L2") {
  return {.loan = loan, .facility = "F2", .lender = "BK2", .borrower = "EXP", .consents = {"C3"}};
}

/// An id of 26 characters for a facility, loan, match, screening or drawdown.
inline std::string id26(const std::string& alias) { return party_id(alias).text(); }

inline Json money(const std::string& minor, const std::string& currency = "HKD") {
  return Json::Object{{"amount", minor}, {"currency", currency}};
}

// Openings. What exists once has one salt; `seed` tells later states of the same value apart.

inline Json facility_terms() {
  return Json::Object{{"limit", money("800000000")}, {"rateE6", "52500"},
                      {"dayCount", "ACT/365F"},      {"rounding", "HALF_UP"},
                      {"tenorMaxDays", 120},         {"advanceRateE4", "8000"},
                      {"acceptAdapterFacts", false}};
}
inline Opening facility_terms_opening() { return open("facilityTerms", facility_terms()); }
inline Opening usage_opening(const std::string& drawn, const std::string& seed = "") {
  return open("usage", Json::Object{{"drawn", money(drawn)}}, seed);
}
inline Json application() {
  return Json::Object{{"requested", money("500000000")}, {"tenorDays", 90}};
}
inline Opening application_opening() { return open("application", application()); }
inline Opening screening_opening(const std::string& outcome = "CLEAR") {
  return open("screening",
              Json::Object{{"outcome", outcome},
                           {"list", "UNSC"},
                           {"listVersion", "2026-03-04"},
                           {"screened", Json::Array{Json(id26("EXP")), Json(id26("IMP"))}}});
}
inline Json terms() {
  return Json::Object{
      {"principal", money("500000000")}, {"rateE6", "52500"}, {"dayCount", "ACT/365F"},
      {"rounding", "HALF_UP"},           {"tenorDays", 90},   {"fees", money("0")}};
}
inline Opening terms_opening() { return open("terms", terms()); }
inline Opening drawdown_opening(const std::string& minor = "500000000") {
  return open("drawdown", Json::Object{{"amount", money(minor)}});
}
inline Json payment(const std::string& minor, const std::string& debtor_agent,
                    const std::string& creditor_agent) {
  return Json::Object{{"amount", money(minor)},
                      {"debtorAgent", id26(debtor_agent)},
                      {"creditorAgent", id26(creditor_agent)},
                      {"messageHash", std::string(64, '9')}};
}
inline Opening disbursement_opening() {
  return open("payment", payment("500000000", "BKH", "BKS"));
}
inline Opening repayment_opening() { return open("payment", payment("506472603", "BKH", "BKH")); }
inline Json position(const std::string& outstanding, const std::string& from,
                     const std::string& interest_paid) {
  return Json::Object{{"outstanding", money(outstanding)},
                      {"interestFrom", from},
                      {"interestPaid", money(interest_paid)}};
}
inline Opening drawn_position_opening() {
  return open("position", position("500000000", "2026-03-05", "0"));
}
inline Opening repaid_position_opening() {
  return open("position", position("0", "2026-06-03", "6472603"));
}

// Argument objects, without signatures.

inline Json commitments(const std::vector<std::pair<std::string, Opening>>& openings) {
  Json::Object out;
  for (const auto& [name, opening] : openings) out.emplace(name, opening.commitment.text());
  return out;
}
inline Json copies_for(const LoanCase& of) { return Json::Array{Json(cast()[of.lender].msp)}; }

inline Json facility_args(const LoanCase& of = {}) {
  return Json::Object{{"facilityId", id26(of.facility)},
                      {"borrower", id26(of.borrower)},
                      {"forwardDays", 120},
                      {"commitments", commitments({{"facilityTerms", facility_terms_opening()},
                                                   {"usage", usage_opening("0")}})}};
}
inline Transient facility_openings() {
  return transient({facility_terms_opening(), usage_opening("0")});
}

/// As the lender's client makes them; the contract cannot tell a right one from a random one.
inline Json fingerprint(const std::string& type, const std::string& input) {
  return Json::Object{
      {"type", type}, {"kid", "fp-2026-1"}, {"value", crypto::sha256_hex(type + input).text()}};
}
inline Json fingerprints(const LoanCase& of = {}, const std::string& how = "") {
  return Json::Array{fingerprint("BL", of.bill + how), fingerprint("DECL", of.declaration + how)};
}
inline Json apply_args(const LoanCase& of = {}) {
  Json::Array consents;
  for (const std::string& consent : of.consents) consents.emplace_back(consent_id(consent));
  return Json::Object{
      {"loanId", id26(of.loan)},
      {"facilityId", id26(of.facility)},
      {"billId", bill_id(of.bill)},
      {"evidence", Json::Array{Json(evidence_id(of.declaration))}},
      {"matchId", id26(of.match)},
      {"consents", std::move(consents)},
      {"commitments", commitments({{"application", application_opening()}})},
      {"relay", Json::Object{{"copies", copies_for(of)}, {"fingerprints", fingerprints(of)}}}};
}
inline Transient apply_openings(const LoanCase& of = {}) {
  return transient({application_opening(), facility_terms_opening(), usage_opening("0"),
                    declaration_opening(of.declaration)});
}

inline Json screening_args(const std::string& screening = "SCR1",
                           const std::string& outcome = "CLEAR") {
  return Json::Object{{"screeningId", id26(screening)},
                      {"loanId", id26("L1")},
                      {"commitments", commitments({{"screening", screening_opening(outcome)}})}};
}

inline Json offer_args(const World& world, const std::string& screening = "SCR1") {
  return Json::Object{{"loanId", id26("L1")},
                      {"screeningId", id26(screening)},
                      {"validUntil", world.now.plus_seconds(86'400).text()},
                      {"softRules", Json::Array{}},
                      {"commitments", commitments({{"terms", terms_opening()}})}};
}
inline Transient offer_openings(const std::string& outcome = "CLEAR") {
  return transient({terms_opening(), screening_opening(outcome), application_opening(),
                    facility_terms_opening()});
}

inline Json accept_args() {
  return Json::Object{{"loanId", id26("L1")},
                      {"termsCommitment", terms_opening().commitment.text()}};
}

inline Json pledge_args() {
  return Json::Object{{"billId", bill_id("B1")},
                      {"loanId", id26("L1")},
                      {"pledgee", id26("BKH")},
                      {"possession", "PLEDGOR"}};
}
inline Json secure_args() {
  return Json::Object{{"loanId", id26("L1")}, {"billId", bill_id("B1")}};
}

inline Json drawdown_args() {
  return Json::Object{
      {"loanId", id26("L1")},
      {"drawdownId", id26("DRAW1")},
      {"commitments", commitments({{"drawdown", drawdown_opening()}})},
      {"relay",
       Json::Object{{"copies", copies_for({})},
                    {"commitments", commitments({{"usage", usage_opening("500000000")}})}}}};
}
inline Transient drawdown_openings() {
  return transient({drawdown_opening(), usage_opening("500000000"), terms_opening(),
                    facility_terms_opening(), usage_opening("0"), declaration_opening("D1")});
}

inline std::string disbursement_uetr() { return "97ed4827-7b6f-4491-a06f-b548d5a7512d"; }
inline std::string repayment_uetr() { return "1f0c3a52-0b54-4c6e-9a3e-2d5f6f7a8b90"; }

inline Json disbursement_args() {
  return Json::Object{
      {"loanId", id26("L1")},
      {"drawdownId", id26("DRAW1")},
      {"uetr", disbursement_uetr()},
      {"valueDate", "2026-03-05"},
      {"witness", id26("BKS")},
      {"commitments", commitments({{"payment", disbursement_opening()}})},
      {"relay",
       Json::Object{{"copies", copies_for({})},
                    {"commitments", commitments({{"position", drawn_position_opening()}})}}}};
}
inline Transient disbursement_openings() {
  return transient(
      {disbursement_opening(), drawn_position_opening(), drawdown_opening(), terms_opening()});
}

inline Json repayment_args() {
  return Json::Object{
      {"loanId", id26("L1")},
      {"uetr", repayment_uetr()},
      {"valueDate", "2026-06-03"},
      {"witness", id26("IMP")},
      {"commitments", commitments({{"payment", repayment_opening()}})},
      {"relay",
       Json::Object{{"copies", copies_for({})},
                    {"commitments", commitments({{"position", repaid_position_opening()},
                                                 {"usage", usage_opening("0", "repaid")}})}}}};
}
inline Transient repayment_openings() {
  return transient({repayment_opening(), repaid_position_opening(), usage_opening("0", "repaid"),
                    drawn_position_opening(), terms_opening(), usage_opening("500000000")});
}

inline Json release_args() { return Json::Object{{"loanId", id26("L1")}}; }

// Signatures.

/// `args` with the signature of the company `alias` over the loan in state `seq`.
inline Json sign_loan(const World& world, const std::string& alias, const std::string& transaction,
                      const std::string& loan, std::int64_t seq, Json args) {
  return world.sign(*cast()[alias].signer, "finance:" + transaction, "loan/" + id26(loan), seq,
                    std::move(args));
}
/// `args` with the signature of the witness `alias` over a payment not seen before.
inline Json sign_payment(const World& world, const std::string& alias,
                         const std::string& transaction, Json args) {
  const std::string subject = "payment/" + *args.find("uetr")->as_string();
  return world.sign(*cast()[alias].signer, "finance:" + transaction, subject, 0, std::move(args));
}

// The way to a loan.

inline void require_ok(const Answer& answer) {
  if (!answer.ok()) throw Fault("loans: " + answer.message);
}

/// The feed `decl` and the declaration `which` as its next envelope.
inline void publish_declaration(World& world, const std::string& which = "D1") {
  require_ok(world.submit(actor(world, "SDN"), "evidence:RegisterFeed",
                          feed_registration("decl", "CUSTOMS_DECL")));
  require_ok(world.submit(actor(world, "SDN"), "evidence:Submit",
                          signed_envelope(envelope(world, which, declaration_opening(which)))));
}

/// The record of a match as evidence:Match writes it, with these verdicts.
inline void put_match(World& world, const LoanCase& of = {},
                      const std::vector<evidence::Verdict>& verdicts = {{.rule = "M01"}}) {
  const ledger::Reader reader(world.state);
  const auto bill_key = *ebl::BillId::parse(bill_id(of.bill));
  const auto id = *evidence::EvidenceId::parse(evidence_id(of.declaration));
  const auto newest = *reader.find(evidence::key::evidence(id));
  const auto version = *reader.find(evidence::key::version(id, newest.latest_version));
  evidence::Match match{.id = *evidence::MatchId::parse(id26(of.match)),
                        .bill = bill_key,
                        .bill_facts = reader.find(ebl::key::bill(bill_key))->facts,
                        .evidence = {{.id = id,
                                      .version = newest.latest_version,
                                      .facts = version.envelope.facts_digest}},
                        .verdicts = verdicts,
                        .at = world.now};
  for (const auto& verdict : verdicts) match.overall = std::max(match.overall, verdict.level);
  world.state.apply(ledger::Changes{}.put(evidence::key::match(match.id), match));
}

/// Everything before the application: facility, declaration, consents, bill at IMP, match.
inline void prepare_cargo(World& world) {
  require_ok(world.submit(actor(world, "BKH"), "finance:OpenFacility", facility_args(),
                          facility_openings()));
  publish_declaration(world);
  give_consent(world, "C1", "BKH", "EXP");
  give_consent(world, "C2", "BKH", "IMP");
  deliver_to_importer(world, "B1");
  put_match(world);
}

/// A transaction of the lender BKH alone, and one signed by IMP over the loan L1 in state `seq`.
inline Answer by_lender(World& world, const std::string& transaction, const Json& args,
                        const Transient& openings = {}) {
  return world.submit(actor(world, "BKH"), "finance:" + transaction, args, openings);
}
inline Answer by_borrower(World& world, const std::string& transaction, std::int64_t seq,
                          const Json& args, const Transient& openings = {}) {
  return by_lender(world, transaction, sign_loan(world, "IMP", transaction, "L1", seq, args),
                   openings);
}

/// Steps 8 to 10 of the story after `prepare_cargo`; the loan's `seq` is 1, 2, 3.
inline Answer apply_for_loan(World& world) {
  return by_borrower(world, "Apply", 0, apply_args(), apply_openings());
}
inline Answer record_screening(World& world, const std::string& screening = "SCR1",
                               const std::string& outcome = "CLEAR") {
  return by_lender(world, "RecordScreening", screening_args(screening, outcome),
                   transient({screening_opening(outcome)}));
}
inline Answer make_offer(World& world) {
  return by_lender(world, "Offer", offer_args(world), offer_openings());
}
inline Answer accept_offer(World& world) { return by_borrower(world, "Accept", 2, accept_args()); }
/// Step 11: Pledge by IMP and AcceptPledge by BKH; the bill's `seq` is 5.
inline void pledge_bill(World& world) {
  require_ok(world.submit(actor(world, "IMP"), "ebl:Pledge",
                          sign_bill(world, "IMP", "Pledge", "B1", 3, pledge_args())));
  require_ok(world.submit(actor(world, "BKH"), "ebl:AcceptPledge", secure_args()));
}
inline Answer secure_loan(World& world) { return by_lender(world, "Secure", secure_args()); }
/// Steps 12 and 14; the loan's `seq` is 5, 6, 7.
inline Answer request_drawdown(World& world) {
  return by_borrower(world, "RequestDrawdown", 4, drawdown_args(), drawdown_openings());
}
inline Answer confirm_disbursement(World& world) {
  return by_lender(world, "ConfirmDisbursement",
                   sign_payment(world, "BKS", "ConfirmDisbursement", disbursement_args()),
                   disbursement_openings());
}
inline Answer record_repayment(World& world) {
  return by_lender(world, "RecordRepayment",
                   sign_payment(world, "IMP", "RecordRepayment", repayment_args()),
                   repayment_openings());
}
inline Answer release_loan(World& world) { return by_lender(world, "Release", release_args()); }

/// How far a story has gone.
enum class Stage {
  prepared,
  applied,
  screened,
  offered,
  accepted,
  pledged,
  secured,
  requested,
  drawn,
  repaid,
  released
};

/// Plays the story of L1 from an admitted cast (`admit_everyone`) to `stage`.
inline void play_loan(World& world, Stage stage) {
  const auto reached = [stage](Stage step) { return stage >= step; };
  prepare_cargo(world);
  if (reached(Stage::applied)) require_ok(apply_for_loan(world));
  if (reached(Stage::screened)) require_ok(record_screening(world));
  if (reached(Stage::offered)) require_ok(make_offer(world));
  if (reached(Stage::accepted)) require_ok(accept_offer(world));
  if (reached(Stage::pledged)) pledge_bill(world);
  if (reached(Stage::secured)) require_ok(secure_loan(world));
  if (reached(Stage::requested)) require_ok(request_drawdown(world));
  if (reached(Stage::drawn)) require_ok(confirm_disbursement(world));
  if (reached(Stage::repaid)) require_ok(record_repayment(world));
  if (reached(Stage::released)) require_ok(release_loan(world));
}

}  // namespace tradelane::test
