// SPDX-License-Identifier: Apache-2.0
#include "chaincode/contracts/finance/acting.hpp"
#include "chaincode/contracts/finance/cargo.hpp"
#include "chaincode/contracts/finance/claims.hpp"
#include "chaincode/contracts/finance/verbs.hpp"

namespace tradelane::finance {
namespace {

Loan applied_for(const Apply& in, const Facility& facility) {
  return {.id = in.loan_id,
          .lender = facility.lender,
          .borrower = facility.borrower,
          .facility = in.facility_id,
          .bill = in.bill_id,
          .evidence = in.evidence,
          .match = in.match_id,
          .consents = in.consents,
          .fingerprints = Set<Fingerprint>::of(in.relay.fingerprints),
          .state = LoanState::applied,
          .application = in.commitments.application};
}

/// The private values that the decision needs.
struct Values {
  Application application = {};
  FacilityTerms facility = {};
  FacilityUsage usage = {};
  DeclaredValue declared = {};
};

Result<Values> open_values(const Apply& in, const Facility& facility, const Cargo& cargo,
                           const Context& tx) {
  auto application = tx.openings.take<Application>(in.commitments.application, "application");
  if (!application) return application.error();
  auto terms = tx.openings.take<FacilityTerms>(facility.terms, "facilityTerms");
  if (!terms) return terms.error();
  auto usage = tx.openings.take<FacilityUsage>(facility.usage, "usage");
  if (!usage) return usage.error();
  auto declared = open_declarations(cargo, tx);
  if (!declared) return declared.error();
  return Values{.application = *application,
                .facility = *terms,
                .usage = *usage,
                .declared = std::move(*declared)};
}

// The questions of the main function below, each as one name.

Result<contract::Act> borrowers_signature(const Apply& in, const Facility& facility,
                                          const std::optional<Loan>& known, const Context& tx) {
  return signed_by_borrower(facility.borrower, in.signatures, subject_of(in.loan_id, known), tx);
}

bool is_frozen(const Facility& facility) { return facility.state == FacilityState::frozen; }

bool asks_for_nothing(const Values& values) {
  return values.application.requested.amount.value == 0 || values.application.tenor_days == 0;
}

bool needs_better_facts(const Cargo& cargo, const Values& values) {
  return rests_on_adapter_facts(cargo) && !values.facility.accept_adapter_facts;
}

bool mixes_currencies(const Values& values) {
  const Currency& currency = values.application.requested.currency;
  return currency != values.facility.limit.currency || !values.declared.is_all_in(currency);
}

bool exceeds_advance_rate(const Values& values) {
  return values.application.requested.amount >
         lending_value(values.facility, values.declared.amount);
}

bool exceeds_headroom(const Values& values) {
  return values.application.requested.amount > headroom(values.facility, values.usage);
}

bool exceeds_tenor(const Values& values) {
  return values.application.tenor_days > values.facility.tenor_max_days;
}

}  // namespace

/// Apply: a borrower asks for a loan on a cargo. One transaction decides: may the lender use the
/// data, is the evidence fresh and does it agree with the bill, does nobody else lend on the cargo,
/// is it worth the money.
///
/// How to read it: each line of a check is one rule of README.md, with its code and its number, F1
/// to F26. The first that does not hold ends the application with that code, and nothing is
/// written.
Result<Changes> apply(const Apply& in, const Context& tx) {
  // authorise: the lender of the facility brings what its borrower has signed
  const auto facility = tx.ledger.find(key::facility(in.facility_id));
  if (!facility) return refuse(Code::fac_unknown, "F1");
  if (!tx.caller.is(facility->lender)) return refuse(Code::auth_denied, "F3");
  const auto known = tx.ledger.find(key::loan(in.loan_id));
  const auto signature = borrowers_signature(in, *facility, known, tx);
  if (!signature) return signature.error();  // ACT_… A1 to A5, PARTY_INACTIVE F4
  if (signature->repeated) return unchanged("finance.Apply", *known);

  // check: the facility is open, the loan is new
  if (is_frozen(*facility)) return refuse(Code::fac_frozen, "F10");
  if (known) return refuse(Code::fin_state, "F11");

  // check: private values are the ones committed to, and are told to nobody else
  const Loan loan = applied_for(in, *facility);
  const Cargo cargo = load_cargo(loan, tx);
  if (!copies_fit(in.relay.copies, loan, tx)) return refuse(Code::arg_malformed, "F5", "copies");
  const auto values = open_values(in, *facility, cargo, tx);
  if (!values) return values.error();  // PRIVATE_… A6 to A9
  if (asks_for_nothing(*values)) return refuse(Code::private_value, "F12");

  // check: everybody whose data the lender uses has agreed
  if (const auto reason = missing_consent(loan, cargo, tx)) return refuse(*reason, "F13");

  // check: the evidence is there, unchanged and fresh, and agrees with the bill
  if (!is_known(cargo)) return refuse(Code::evd_unknown, "F14");
  if (is_amended(cargo)) return refuse(Code::evd_amended, "F15");
  if (is_stale(cargo, tx.time)) return refuse(Code::evd_stale, "F16");
  if (!is_covered_by_match(loan, cargo)) return refuse(Code::evd_mismatch, "F17");
  if (contradicts_itself(cargo)) return refuse(Code::evd_mismatch, "F18");
  if (needs_better_facts(cargo, *values)) return refuse(Code::evd_mismatch, "F19");

  // check: nobody else lends on this cargo
  if (lacks_fingerprints(loan, in.relay.fingerprints, tx)) return refuse(Code::fp_missing, "F20");
  const auto same_numbers = financed_by_others(fingerprint_keys(loan), loan.id, tx);
  if (same_numbers) return told(*same_numbers, refuse(Code::fp_duplicate, "F21"));
  const auto same_records = financed_by_others(lock_keys(loan), loan.id, tx);
  if (same_records) return told(*same_records, refuse(Code::fp_duplicate, "F22"));

  // check: the goods are worth it, and the facility has room
  if (mixes_currencies(*values)) return refuse(Code::ccy_mismatch, "F23");
  if (exceeds_advance_rate(*values)) return refuse(Code::adv_rate, "F24");
  if (exceeds_headroom(*values)) return refuse(Code::fin_limit, "F25");
  if (exceeds_tenor(*values)) return refuse(Code::fin_tenor, "F26");

  // apply: the cargo is held for this loan
  const Claim claim = held(loan.id, tx.time);

  // emit: the loan, its claims, and the application for the lender to keep
  return advance(loan, tx.time, signature->digest, {.type = "finance.Apply"})
      .merge(claim_all(loan, claim))
      .merge(tx.openings.copy(loan.application, in.relay.copies));
}

}  // namespace tradelane::finance
