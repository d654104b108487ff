// SPDX-License-Identifier: Apache-2.0
#include "tests/support/loans.hpp"

#include "chaincode/contracts/ebl/keys.hpp"
#include "chaincode/contracts/evidence/keys.hpp"
#include "chaincode/crypto/digest.hpp"
#include "chaincode/ledger/reader.hpp"

namespace tradelane::test {

LoanCase second_case(const std::string& loan) {
  return {.loan = loan, .facility = "F2", .lender = "BK2", .borrower = "EXP", .consents = {"C3"}};
}

std::string id26(const std::string& alias) { return party_id(alias).text(); }

Json money(const std::string& minor, const std::string& currency) {
  return Json::Object{{"amount", minor}, {"currency", currency}};
}

Json facility_terms() {
  return Json::Object{{"limit", money("800000000")}, {"rateE6", "52500"},
                      {"dayCount", "ACT/365F"},      {"rounding", "HALF_UP"},
                      {"tenorMaxDays", 120},         {"advanceRateE4", "8000"},
                      {"acceptAdapterFacts", false}};
}

Opening facility_terms_opening() { return open("facilityTerms", facility_terms()); }

Opening usage_opening(const std::string& drawn, const std::string& seed) {
  return open("usage", Json::Object{{"drawn", money(drawn)}}, seed);
}

Json application() { return Json::Object{{"requested", money("500000000")}, {"tenorDays", 90}}; }

Opening application_opening() { return open("application", application()); }

Opening screening_opening(const std::string& outcome) {
  return open("screening",
              Json::Object{{"outcome", outcome},
                           {"list", "UNSC"},
                           {"listVersion", "2026-03-04"},
                           {"screened", Json::Array{Json(id26("EXP")), Json(id26("IMP"))}}});
}

Json terms() {
  return Json::Object{
      {"principal", money("500000000")}, {"rateE6", "52500"}, {"dayCount", "ACT/365F"},
      {"rounding", "HALF_UP"},           {"tenorDays", 90},   {"fees", money("0")}};
}

Opening terms_opening() { return open("terms", terms()); }

Opening drawdown_opening(const std::string& minor) {
  return open("drawdown", Json::Object{{"amount", money(minor)}});
}

Json payment(const std::string& minor, const std::string& debtor_agent,
             const std::string& creditor_agent) {
  return Json::Object{{"amount", money(minor)},
                      {"debtorAgent", id26(debtor_agent)},
                      {"creditorAgent", id26(creditor_agent)},
                      {"messageHash", std::string(64, '9')}};
}

Opening disbursement_opening() { return open("payment", payment("500000000", "BKH", "BKS")); }

Opening repayment_opening() { return open("payment", payment("506472603", "BKH", "BKH")); }

Json position(const std::string& outstanding, const std::string& from,
              const std::string& interest_paid) {
  return Json::Object{{"outstanding", money(outstanding)},
                      {"interestFrom", from},
                      {"interestPaid", money(interest_paid)}};
}

Opening drawn_position_opening() {
  return open("position", position("500000000", "2026-03-05", "0"));
}

Opening repaid_position_opening() {
  return open("position", position("0", "2026-06-03", "6472603"));
}

Json commitments(const std::vector<std::pair<std::string, Opening>>& openings) {
  Json::Object out;
  for (const auto& [name, opening] : openings) out.emplace(name, opening.commitment.text());
  return out;
}

Json copies_for(const LoanCase& of) { return Json::Array{Json(cast()[of.lender].msp)}; }

Json facility_args(const LoanCase& of) {
  return Json::Object{{"facilityId", id26(of.facility)},
                      {"borrower", id26(of.borrower)},
                      {"forwardDays", 120},
                      {"commitments", commitments({{"facilityTerms", facility_terms_opening()},
                                                   {"usage", usage_opening("0")}})}};
}

Transient facility_openings() { return transient({facility_terms_opening(), usage_opening("0")}); }

Json fingerprint(const std::string& type, const std::string& input) {
  return Json::Object{
      {"type", type}, {"kid", "fp-2026-1"}, {"value", crypto::sha256_hex(type + input).text()}};
}

Json fingerprints(const LoanCase& of, const std::string& how) {
  return Json::Array{fingerprint("BL", of.bill + how), fingerprint("DECL", of.declaration + how)};
}

Json apply_args(const LoanCase& of) {
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

Transient apply_openings(const LoanCase& of) {
  return transient({application_opening(), facility_terms_opening(), usage_opening("0"),
                    declaration_opening(of.declaration)});
}

Json screening_args(const std::string& screening, const std::string& outcome) {
  return Json::Object{{"screeningId", id26(screening)},
                      {"loanId", id26("L1")},
                      {"commitments", commitments({{"screening", screening_opening(outcome)}})}};
}

Json offer_args(const World& world, const std::string& screening) {
  return Json::Object{{"loanId", id26("L1")},
                      {"screeningId", id26(screening)},
                      {"validUntil", world.now.plus_seconds(86'400).text()},
                      {"softRules", Json::Array{}},
                      {"commitments", commitments({{"terms", terms_opening()}})}};
}

Transient offer_openings(const std::string& outcome) {
  return transient({terms_opening(), screening_opening(outcome), application_opening(),
                    facility_terms_opening()});
}

Json accept_args() {
  return Json::Object{{"loanId", id26("L1")},
                      {"termsCommitment", terms_opening().commitment.text()}};
}

Json pledge_args() {
  return Json::Object{{"billId", bill_id("B1")},
                      {"loanId", id26("L1")},
                      {"pledgee", id26("BKH")},
                      {"possession", "PLEDGOR"}};
}

Json secure_args() { return Json::Object{{"loanId", id26("L1")}, {"billId", bill_id("B1")}}; }

Json drawdown_args() {
  return Json::Object{
      {"loanId", id26("L1")},
      {"drawdownId", id26("DRAW1")},
      {"commitments", commitments({{"drawdown", drawdown_opening()}})},
      {"relay",
       Json::Object{{"copies", copies_for({})},
                    {"commitments", commitments({{"usage", usage_opening("500000000")}})}}}};
}

Transient drawdown_openings() {
  return transient({drawdown_opening(), usage_opening("500000000"), terms_opening(),
                    facility_terms_opening(), usage_opening("0"), declaration_opening("D1")});
}

std::string disbursement_uetr() { return "97ed4827-7b6f-4491-a06f-b548d5a7512d"; }

std::string repayment_uetr() { return "1f0c3a52-0b54-4c6e-9a3e-2d5f6f7a8b90"; }

Json disbursement_args() {
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

Transient disbursement_openings() {
  return transient(
      {disbursement_opening(), drawn_position_opening(), drawdown_opening(), terms_opening()});
}

Json repayment_args() {
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

Transient repayment_openings() {
  return transient({repayment_opening(), repaid_position_opening(), usage_opening("0", "repaid"),
                    drawn_position_opening(), terms_opening(), usage_opening("500000000")});
}

Json release_args() { return Json::Object{{"loanId", id26("L1")}}; }

Json sign_loan(const World& world, const std::string& alias, const std::string& transaction,
               const std::string& loan, std::int64_t seq, Json args) {
  return world.sign(*cast()[alias].signer, "finance:" + transaction, "loan/" + id26(loan), seq,
                    std::move(args));
}

Json sign_payment(const World& world, const std::string& alias, const std::string& transaction,
                  Json args) {
  const std::string subject = "payment/" + *args.find("uetr")->as_string();
  return world.sign(*cast()[alias].signer, "finance:" + transaction, subject, 0, std::move(args));
}

void require_ok(const Answer& answer) {
  if (!answer.ok()) throw Fault("loans: " + answer.message);
}

void publish_declaration(World& world, const std::string& which) {
  require_ok(world.submit(actor(world, "SDN"), "evidence:RegisterFeed",
                          feed_registration("decl", "CUSTOMS_DECL")));
  require_ok(world.submit(actor(world, "SDN"), "evidence:Submit",
                          signed_envelope(envelope(world, which, declaration_opening(which)))));
}

void put_match(World& world, const LoanCase& of, const std::vector<evidence::Verdict>& verdicts) {
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

void prepare_cargo(World& world) {
  require_ok(world.submit(actor(world, "BKH"), "finance:OpenFacility", facility_args(),
                          facility_openings()));
  publish_declaration(world);
  give_consent(world, "C1", "BKH", "EXP");
  give_consent(world, "C2", "BKH", "IMP");
  deliver_to_importer(world, "B1");
  put_match(world);
}

Answer by_lender(World& world, const std::string& transaction, const Json& args,
                 const Transient& openings) {
  return world.submit(actor(world, "BKH"), "finance:" + transaction, args, openings);
}

Answer by_borrower(World& world, const std::string& transaction, std::int64_t seq, const Json& args,
                   const Transient& openings) {
  return by_lender(world, transaction, sign_loan(world, "IMP", transaction, "L1", seq, args),
                   openings);
}

Answer apply_for_loan(World& world) {
  return by_borrower(world, "Apply", 0, apply_args(), apply_openings());
}

Answer record_screening(World& world, const std::string& screening, const std::string& outcome) {
  return by_lender(world, "RecordScreening", screening_args(screening, outcome),
                   transient({screening_opening(outcome)}));
}

Answer make_offer(World& world) {
  return by_lender(world, "Offer", offer_args(world), offer_openings());
}

Answer accept_offer(World& world) { return by_borrower(world, "Accept", 2, accept_args()); }

void pledge_bill(World& world) {
  require_ok(world.submit(actor(world, "IMP"), "ebl:Pledge",
                          sign_bill(world, "IMP", "Pledge", "B1", 3, pledge_args())));
  require_ok(world.submit(actor(world, "BKH"), "ebl:AcceptPledge", secure_args()));
}

Answer secure_loan(World& world) { return by_lender(world, "Secure", secure_args()); }

Answer request_drawdown(World& world) {
  return by_borrower(world, "RequestDrawdown", 4, drawdown_args(), drawdown_openings());
}

Answer confirm_disbursement(World& world) {
  return by_lender(world, "ConfirmDisbursement",
                   sign_payment(world, "BKS", "ConfirmDisbursement", disbursement_args()),
                   disbursement_openings());
}

Answer record_repayment(World& world) {
  return by_lender(world, "RecordRepayment",
                   sign_payment(world, "IMP", "RecordRepayment", repayment_args()),
                   repayment_openings());
}

Answer release_loan(World& world) { return by_lender(world, "Release", release_args()); }

void play_loan(World& world, Stage stage) {
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
