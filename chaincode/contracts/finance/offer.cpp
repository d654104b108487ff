// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "chaincode/contracts/finance/acting.hpp"
#include "chaincode/contracts/finance/cargo.hpp"
#include "chaincode/contracts/finance/keys.hpp"
#include "chaincode/contracts/finance/verbs.hpp"

namespace tradelane::finance {
namespace {

// hk-domain.md 3.3: a screening counts for a day.
constexpr std::int64_t longest_screening_age_s = 24 * 3'600;

/// No other screening of the loan since, not even in the same second, and not older than a day.
bool is_fresh(const ScreeningRecord& screening, const Context& tx) {
  const auto all = tx.ledger.list(key::screenings(screening.loan));
  const bool is_newest = std::all_of(all.begin(), all.end(), [&](const auto& entry) {
    return entry.second.id == screening.id || entry.second.at < screening.at;
  });
  return is_newest && !(screening.at.plus_seconds(longest_screening_age_s) < tx.time);
}

/// The private values that the decision needs.
struct Values {
  Screening screening = {};
  Application application = {};
  FacilityTerms facility = {};
  LoanTerms terms = {};
};

Result<Values> open_values(const Offer& in, const Loan& loan, const ScreeningRecord& screened,
                           const Context& tx) {
  auto screening = tx.openings.take<Screening>(screened.screening, "screening");
  if (!screening) return screening.error();
  auto application = tx.openings.take<Application>(loan.application, "application");
  if (!application) return application.error();
  const auto facility = tx.ledger.find(key::facility(loan.facility));
  auto facility_terms = tx.openings.take<FacilityTerms>(facility->terms, "facilityTerms");
  if (!facility_terms) return facility_terms.error();
  auto terms = tx.openings.take<LoanTerms>(in.commitments.terms, "terms");
  if (!terms) return terms.error();
  return Values{.screening = std::move(*screening),
                .application = *application,
                .facility = *facility_terms,
                .terms = *terms};
}

bool follow(const LoanTerms& terms, const FacilityTerms& facility) {
  return terms.rate_e6 == facility.rate_e6 && terms.day_count == facility.day_count &&
         terms.rounding == facility.rounding;
}

}  // namespace

/// Offer: the lender names its terms after a clear screening. Rules: README.md, F29 to F38.
Result<Changes> offer(const Offer& in, const Context& tx) {
  // authorise: the loan's lender
  const auto acting = lender_act(in.loan_id, tx);
  if (!acting) return acting.error();
  if (acting->act.repeated) return unchanged("finance.Offer", acting->loan);
  const Loan& loan = acting->loan;

  // check: an application waits, and its screening is known
  if (loan.state != LoanState::applied) return refuse(Code::fin_state, "F29");
  const auto screened = tx.ledger.find(key::screening(in.loan_id, in.screening_id));
  if (!screened) return refuse(Code::scr_unknown, "F30");
  const auto values = open_values(in, loan, *screened, tx);
  if (!values) return values.error();  // PRIVATE_… A6 to A9
  const auto& [screening, application, facility, terms] = *values;

  // check: a clear and fresh screening, an offer with an end, soft verdicts named
  if (screening.outcome == ScreeningOutcome::hit) return refuse(Code::scr_hit, "F31");
  if (!is_fresh(*screened, tx)) return refuse(Code::scr_stale, "F32");
  if (!(tx.time < in.valid_until)) return refuse(Code::offer_lapsed, "F33");
  const auto match = tx.ledger.find(evidence::key::match(loan.match));
  if (in.soft_rules != soft_rules(*match)) return refuse(Code::evd_mismatch, "F34");

  // check: as the facility says, and no more than was asked for
  if (!follow(terms, facility)) return refuse(Code::private_value, "F35");
  if (terms.principal.currency != application.requested.currency ||
      terms.fees.currency != terms.principal.currency)
    return refuse(Code::ccy_mismatch, "F36");
  if (terms.principal.amount.value == 0 || terms.principal.amount > application.requested.amount)
    return refuse(Code::fin_limit, "F37");
  if (terms.tenor_days == 0 || terms.tenor_days > application.tenor_days)
    return refuse(Code::fin_tenor, "F38");

  // apply
  Loan next = loan;
  next.state = LoanState::offered;
  next.terms = in.commitments.terms;
  next.valid_until = in.valid_until;
  next.soft_rules = in.soft_rules;

  // emit: the lender keeps the terms
  return advance(next, tx.time, acting->act.digest, {.type = "finance.Offer"})
      .merge(tx.openings.copy(in.commitments.terms, Set<MspId>{tx.caller.msp}));
}

}  // namespace tradelane::finance
