// SPDX-License-Identifier: Apache-2.0
#include "chaincode/crypto/digest.hpp"
#include "tests/scenario/loan_values.hpp"
#include "tests/scenario/steps.hpp"
#include "tests/support/bills.hpp"

namespace tradelane::scenario {
namespace {

using test::with;

constexpr std::int64_t day_s = 86'400;
constexpr const char* uetr_out = "6f1c0b1e-0000-4000-8000-00000000d15b";
constexpr const char* uetr_back = "6f1c0b1e-0000-4000-8000-00000000bac6";

std::string lender_of(const std::string& facility) { return facility == "F1" ? "BKH" : "BK2"; }

Json texts(std::vector<std::string> items) {
  return to_json(Set<std::string>::of(std::move(items)));
}

/// {"drawdown": its commitment, …}
Json commitments(const std::vector<std::pair<const char*, test::Opening>>& openings) {
  Json::Object out;
  for (const auto& [name, opening] : openings) out.emplace(name, opening.commitment.text());
  return out;
}

Json copies_at(const std::string& alias) { return Json::Array{Json(test::cast()[alias].msp)}; }

Json relay_of(const std::vector<std::pair<const char*, test::Opening>>& openings) {
  return Json::Object{{"copies", copies_at("BKH")}, {"commitments", commitments(openings)}};
}

/// What the client of a bank makes of a number with the consortium's key; `seed` stands for both.
Json fingerprints(const std::string& seed, const Setting& setting) {
  const auto made = setting.fingerprints.find(seed);
  if (made != setting.fingerprints.end()) return made->second;
  const auto one = [&](const char* type) {
    return Json::Object{
        {"type", type}, {"kid", "fp-2026-1"}, {"value", crypto::sha256_hex(type + seed).text()}};
  };
  return Json::Array{Json(one("BL")), Json(one("DECL"))};
}

/// A step of loan L-1, submitted by its lender, that makes its `seq`.
Step on_loan(const std::string& number, const std::string& transaction, std::int64_t seq) {
  return {.number = number,
          .by = "BKH",
          .transaction = "finance:" + transaction,
          .endorsers = "OH",
          .args = Json::Object{{"loanId", id26("LOAN1")}},
          .id = id26("LOAN1"),
          .seq = seq};
}

SignedBy borrower(std::int64_t seq) { return {"IMP", "loan/" + id26("LOAN1"), seq}; }

struct Application {
  std::string facility;
  std::string loan;
  std::string bill;
  /// Objects of the data node; the first one is the declaration.
  std::vector<std::string> records;
  std::vector<std::string> consents;
  /// Of the fingerprints.
  std::string seed;
};

/// The borrower of a facility applies through its lender.
Step apply(const Application& in, const Setting& setting) {
  const std::string bank = lender_of(in.facility);
  const std::string company = in.facility == "F1" ? "IMP" : "EXP";
  const test::Opening application = value::application(in.loan);
  std::vector<std::string> consents;
  for (const std::string& consent : in.consents) consents.push_back(id26(consent));
  std::vector<std::string> evidence;
  for (const std::string& record : in.records)
    evidence.push_back(record_of(record, setting).evidence_id);
  const Json args =
      Json::Object{{"loanId", id26(in.loan)},
                   {"facilityId", id26(in.facility)},
                   {"billId", test::bill_id(in.bill)},
                   {"evidence", texts(evidence)},
                   {"matchId", id26("MATCH1")},
                   {"consents", texts(consents)},
                   {"commitments", commitments({{"application", application}})},
                   {"relay", Json::Object{{"copies", copies_at(bank)},
                                          {"fingerprints", fingerprints(in.seed, setting)}}}};
  return {.number = "8",
          .by = bank,
          .transaction = "finance:Apply",
          .endorsers = "O" + letter_of(bank),
          .args = args,
          .signatures = {{company, "loan/" + id26(in.loan), 0}},
          .openings = {application, value::facility_terms(in.facility), value::unused(in.facility),
                       record_of(in.records.front(), setting).facts},
          .id = id26(in.loan),
          .seq = 1};
}

Step refused_second(const std::string& loan, const std::string& seed, const Setting& setting) {
  Step step = apply({.facility = "F2",
                     .loan = loan,
                     .bill = "B1",
                     .records = {"D1", "L1"},
                     .consents = {"C3"},
                     .seed = seed},
                    setting);
  step.number = "12";
  step.unchanged = {ask_loan("BK2", loan)};
  return step;
}

}  // namespace

Step open_facility(const std::string& facility) {
  const std::string bank = lender_of(facility);
  const test::Opening terms = value::facility_terms(facility);
  const test::Opening usage = value::unused(facility);
  return {.number = "0",
          .what = bank + " opens facility " + facility,
          .by = bank,
          .transaction = "finance:OpenFacility",
          .endorsers = "O" + letter_of(bank),
          .args = Json::Object{{"facilityId", id26(facility)},
                               {"borrower", id26(facility == "F1" ? "IMP" : "EXP")},
                               {"forwardDays", value::forward_days},
                               {"commitments",
                                commitments({{"facilityTerms", terms}, {"usage", usage}})}},
          .openings = {terms, usage},
          .id = id26(facility),
          .seq = 1};
}

Step apply_on_stale_evidence(const Setting& setting) {
  Step step = apply({.facility = "F1",
                     .loan = "LOAN2",
                     .bill = "B2",
                     .records = {"D2"},
                     .consents = {"C1", "C2"},
                     .seed = "cargo 2"},
                    setting);
  step.what = "IMP applies with a declaration that is too old";
  step.refused = {409, "EVD_STALE"};
  step.unchanged = {ask_loan("BKH", "LOAN2")};
  return step;
}

Step apply_for_loan(const Setting& setting) {
  Step step = apply({.facility = "F1",
                     .loan = "LOAN1",
                     .bill = "B1",
                     .records = {"D1", "L1"},
                     .consents = {"C1", "C2"},
                     .seed = "cargo 1"},
                    setting);
  step.what = "IMP applies for a loan on cargo 1";
  return step;
}

Step record_screening() {
  Step step = on_loan("9", "RecordScreening", 0);
  step.what = "BKH has looked at the sanctions lists";
  step.args = with(with(std::move(step.args), "screeningId", id26("SCR1")), "commitments",
                   commitments({{"screening", value::screening()}}));
  step.openings = {value::screening()};
  step.id = id26("SCR1");
  step.seq.reset();
  return step;
}

Step offer(const Setting& setting) {
  Step step = on_loan("10", "Offer", 2);
  step.what = "BKH offers its terms";
  step.args = with(std::move(step.args), "screeningId", id26("SCR1"));
  step.args =
      with(std::move(step.args), "validUntil", setting.start.plus_seconds(2 * day_s).text());
  step.args = with(std::move(step.args), "softRules", Json::Array{});
  step.args = with(std::move(step.args), "commitments", commitments({{"terms", value::terms()}}));
  step.openings = {value::terms(), value::screening(), value::application("LOAN1"),
                   value::facility_terms("F1")};
  return step;
}

Step accept_offer() {
  Step step = on_loan("10", "Accept", 3);
  step.what = "IMP accepts the terms";
  step.args = with(std::move(step.args), "termsCommitment", value::terms().commitment.text());
  step.signatures = {borrower(2)};
  return step;
}

Step secure() {
  Step step = on_loan("11", "Secure", 4);
  step.what = "BKH ties the pledge to the loan";
  step.endorsers = "OHC";
  step.args = with(std::move(step.args), "billId", test::bill_id("B1"));
  step.more_entries = {{.type = "finance.Secure", .id = test::bill_id("B1"), .seq = 6}};
  return step;
}

Step request_drawdown(const Setting& setting) {
  Step step = on_loan("12", "RequestDrawdown", 5);
  step.what = "IMP calls the money";
  step.args = with(std::move(step.args), "drawdownId", id26("DRAW1"));
  step.args =
      with(std::move(step.args), "commitments", commitments({{"drawdown", value::drawdown()}}));
  step.args = with(std::move(step.args), "relay", relay_of({{"usage", value::used()}}));
  step.signatures = {borrower(4)};
  step.openings = {value::drawdown(),   value::used(),
                   value::terms(),      value::facility_terms("F1"),
                   value::unused("F1"), record_of("D1", setting).facts};
  return step;
}

Step confirm_disbursement(const Setting& setting) {
  Step step = on_loan("12", "ConfirmDisbursement", 6);
  step.what = "BKS witnesses that BKH has paid";
  step.args = with(std::move(step.args), "drawdownId", id26("DRAW1"));
  step.args = with(std::move(step.args), "uetr", uetr_out);
  step.args = with(std::move(step.args), "valueDate", value::disbursed_on(setting).text());
  step.args = with(std::move(step.args), "witness", id26("BKS"));
  step.args = with(std::move(step.args), "commitments",
                   commitments({{"payment", value::disbursement(setting)}}));
  step.args =
      with(std::move(step.args), "relay", relay_of({{"position", value::position(setting)}}));
  step.signatures = {{"BKS", std::string("payment/") + uetr_out, 0}};
  step.openings = {value::disbursement(setting), value::position(setting), value::drawdown(),
                   value::terms()};
  return step;
}

Step apply_at_second_bank(const Setting& setting) {
  Step step = refused_second("LOAN3", "cargo 1", setting);
  step.what = "EXP applies at the second bank for the same cargo";
  step.refused = {409, "FP_DUPLICATE"};
  return step;
}

Step apply_with_random_fingerprints(const Setting& setting) {
  Step step = refused_second("LOAN3", "nobody's cargo", setting);
  step.what = "the same with fingerprints of nothing";
  step.refused = {409, "FP_DUPLICATE"};
  return step;
}

Step apply_without_consent(const Setting& setting) {
  Step step = refused_second("LOAN4", "cargo 1", setting);
  step.what = "EXP applies at the second bank, its consent revoked";
  step.refused = {403, "CNS_REVOKED"};
  return step;
}

Step record_repayment(const Setting& setting) {
  Step step = on_loan("14", "RecordRepayment", 7);
  step.what = "IMP has paid everything back after 90 days";
  step.args = with(std::move(step.args), "uetr", uetr_back);
  step.args = with(std::move(step.args), "valueDate", value::repaid_on(setting).text());
  step.args = with(std::move(step.args), "witness", id26("IMP"));
  step.args = with(std::move(step.args), "commitments",
                   commitments({{"payment", value::repayment(setting)}}));
  step.args = with(
      std::move(step.args), "relay",
      relay_of({{"position", value::position_repaid(setting)}, {"usage", value::used_no_more()}}));
  step.signatures = {{"IMP", std::string("payment/") + uetr_back, 0}};
  step.openings = {value::repayment(setting),
                   value::position_repaid(setting),
                   value::used_no_more(),
                   value::position(setting),
                   value::terms(),
                   value::used()};
  return step;
}

Step release() {
  Step step = on_loan("15", "Release", 8);
  step.what = "BKH gives the bill back";
  step.endorsers = "OHC";
  step.more_entries = {{.type = "finance.Release", .id = test::bill_id("B1"), .seq = 7}};
  return step;
}

Query ask_loan(const std::string& by, const std::string& loan) {
  return {.by = by, .function = "finance:Get", .args = Json::Object{{"loanId", id26(loan)}}};
}

}  // namespace tradelane::scenario
