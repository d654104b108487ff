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

}  // namespace

/// Apply: a borrower asks for a loan on a cargo. In one transaction: may the data be used, is the
/// evidence fresh and does it agree with the bill, does nobody else lend on the cargo, is it worth
/// the money. Rules: README.md, F1 to F26.
Result<Changes> apply(const Apply& in, const Context& tx) {
  // authorise: the lender of the facility brings what its borrower has signed
  const auto facility = tx.ledger.find(key::facility(in.facility_id));
  if (!facility) return refuse(Code::fac_unknown, "F1");
  if (!tx.caller.is(facility->lender)) return refuse(Code::auth_denied, "F3");
  const auto known = tx.ledger.find(key::loan(in.loan_id));
  const auto signature =
      signed_by_borrower(facility->borrower, in.signatures, subject_of(in.loan_id, known), tx);
  if (!signature) return signature.error();  // ACT_…: A1 to A5, F4
  if (signature->repeated) return unchanged("finance.Apply", *known);

  // check: the facility is open, the loan is new
  if (facility->state == FacilityState::frozen) return refuse(Code::fac_frozen, "F10");
  if (known) return refuse(Code::fin_state, "F11");

  // check: every private value is the one committed to, and is told to nobody else
  const Loan loan = applied_for(in, *facility);
  const Cargo cargo = load_cargo(loan, tx);
  if (!copies_are_due(in.relay.copies, loan.borrower, tx))
    return refuse(Code::arg_malformed, "F5").with_at("/relay/copies");
  const auto values = open_values(in, *facility, cargo, tx);
  if (!values) return values.error();  // PRIVATE_…: A6 to A9
  const auto& [application, terms, usage, declared] = *values;
  const auto& [requested, tenor_days] = application;
  if (requested.amount.value == 0 || tenor_days == 0) return refuse(Code::private_value, "F12");

  // check: everybody whose data the lender uses has agreed
  if (const auto reason = missing_consent(loan, cargo, tx)) return refuse(*reason, "F13");

  // check: the evidence is there, unchanged and fresh, and agrees with the bill
  if (!is_known(cargo)) return refuse(Code::evd_unknown, "F14");
  if (is_amended(cargo)) return refuse(Code::evd_amended, "F15");
  if (is_stale(cargo, tx.time)) return refuse(Code::evd_stale, "F16");
  if (!is_covered_by_match(loan, cargo)) return refuse(Code::evd_mismatch, "F17");
  if (contradicts_itself(cargo)) return refuse(Code::evd_mismatch, "F18");
  if (rests_on_adapter_facts(cargo) && !terms.accept_adapter_facts)
    return refuse(Code::evd_mismatch, "F19");

  // check: nobody else lends on this cargo
  if (!has_required_fingerprints(loan, in.relay.fingerprints, tx))
    return refuse(Code::fp_missing, "F20");
  if (const auto other = financed_by_others(fingerprint_keys(loan), loan.id, tx))
    return refuse(Code::fp_duplicate, "F21", other->text()).with_data(other->json());
  if (const auto other = financed_by_others(lock_keys(loan), loan.id, tx))
    return refuse(Code::fp_duplicate, "F22", other->text()).with_data(other->json());

  // check: the goods are worth it, and the facility has room
  if (requested.currency != terms.limit.currency || !declared.is_all_in(requested.currency))
    return refuse(Code::ccy_mismatch, "F23");
  if (requested.amount > lending_value(terms, declared.amount))
    return refuse(Code::adv_rate, "F24");
  if (requested.amount > headroom(terms, usage)) return refuse(Code::fin_limit, "F25");
  if (tenor_days > terms.tenor_max_days) return refuse(Code::fin_tenor, "F26");

  // apply: the cargo is held for this loan
  const Claim claim = held(loan.id, tx.time);

  // emit: the loan, its claims, and the application for the lender to keep
  return advance(loan, tx.time, signature->digest, {.type = "finance.Apply"})
      .merge(claim_all(loan, claim))
      .merge(tx.openings.copy(loan.application, in.relay.copies));
}

}  // namespace tradelane::finance
