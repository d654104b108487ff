// SPDX-License-Identifier: Apache-2.0
#include "chaincode/contracts/ebl/effects.hpp"
#include "chaincode/contracts/finance/acting.hpp"
#include "chaincode/contracts/finance/cargo.hpp"
#include "chaincode/contracts/finance/claims.hpp"
#include "chaincode/contracts/finance/verbs.hpp"

namespace tradelane::finance {
namespace {

/// The private values that the decision needs.
struct Values {
  Drawdown drawdown = {};
  LoanTerms terms = {};
  FacilityTerms facility = {};
  FacilityUsage usage = {};
  FacilityUsage next_usage = {};
  DeclaredValue declared = {};
};

Result<Values> open_values(const RequestDrawdown& in, const Loan& loan, const Cargo& cargo,
                           const Context& tx) {
  const auto facility = tx.ledger.find(key::facility(loan.facility));
  auto drawdown = tx.openings.take<Drawdown>(in.commitments.drawdown, "drawdown");
  if (!drawdown) return drawdown.error();
  auto terms = tx.openings.take<LoanTerms>(*loan.terms, "terms");
  if (!terms) return terms.error();
  auto facility_terms = tx.openings.take<FacilityTerms>(facility->terms, "facilityTerms");
  if (!facility_terms) return facility_terms.error();
  auto usage = tx.openings.take<FacilityUsage>(facility->usage, "usage");
  if (!usage) return usage.error();
  auto next_usage = tx.openings.take<FacilityUsage>(in.relay.commitments.usage, "usage");
  if (!next_usage) return next_usage.error();
  auto declared = open_declarations(cargo, tx);
  if (!declared) return declared.error();
  return Values{.drawdown = *drawdown,
                .terms = *terms,
                .facility = *facility_terms,
                .usage = *usage,
                .next_usage = *next_usage,
                .declared = std::move(*declared)};
}

/// The money: F23 to F25 as at the application, F51 and F52.
Result<> check_money(const Values& values) {
  const auto& [drawdown, terms, facility, usage, next_usage, declared] = values;
  const Money& amount = drawdown.amount;
  if (amount.currency != terms.principal.currency || !declared.is_all_in(amount.currency))
    return refuse(Code::ccy_mismatch, "F23");
  if (amount.amount > lending_value(facility, declared.amount))
    return refuse(Code::adv_rate, "F24");
  if (amount.amount > headroom(facility, usage)) return refuse(Code::fin_limit, "F25");
  if (amount.amount.value == 0 || amount.amount > terms.principal.amount)
    return refuse(Code::fin_limit, "F51");
  const auto drawn = add(usage.drawn.amount, amount.amount);
  if (!drawn || next_usage.drawn != Money{.amount = *drawn, .currency = amount.currency})
    return refuse(Code::private_value, "F52");
  return Done{};
}

}  // namespace

/// RequestDrawdown: the borrower calls the money. What held at the application must still hold.
/// Rules: README.md, F49 to F52, and F10, F13, F15 to F17, F21 to F25 again.
Result<Changes> request_drawdown(const RequestDrawdown& in, const Context& tx) {
  // authorise: the lender brings what its borrower has signed
  const auto acting = borrower_act(in.loan_id, in.signatures, tx);
  if (!acting) return acting.error();  // ACT_… A1 to A5, F4
  if (acting->act.repeated) return unchanged("finance.RequestDrawdown", acting->loan);
  const Loan& loan = acting->loan;

  // check: the facility is open, the loan is secured and nothing is drawn
  const auto facility = tx.ledger.find(key::facility(loan.facility));
  if (facility->state == FacilityState::frozen) return refuse(Code::fac_frozen, "F10");
  if (loan.state != LoanState::secured || loan.drawdown) return refuse(Code::fin_state, "F49");

  // check: every private value is the one committed to, and is told to nobody else
  const Cargo cargo = load_cargo(loan, tx);
  if (!copies_fit(in.relay.copies, loan, tx)) return refuse(Code::arg_malformed, "F5", "copies");
  const auto values = open_values(in, loan, cargo, tx);
  if (!values) return values.error();  // PRIVATE_… A6 to A9

  // check: consent, evidence, match, pledge and claims, as they are now
  if (const auto reason = missing_consent(loan, cargo, tx)) return refuse(*reason, "F13");
  if (is_amended(cargo)) return refuse(Code::evd_amended, "F15");
  if (is_stale(cargo, tx.time)) return refuse(Code::evd_stale, "F16");
  if (!is_covered_by_match(loan, cargo)) return refuse(Code::evd_mismatch, "F17");
  const auto& bill = ebl::present(loan.bill, tx.ledger);
  if (!is_pledged_for(bill, loan)) return refuse(Code::ebl_state, "F50");
  if (const auto free = ebl::may_move(*bill, tx.ledger); !free) return free.error();
  const auto same_numbers = financed_by_others(fingerprint_keys(loan), loan.id, tx);
  if (same_numbers) return told(*same_numbers, refuse(Code::fp_duplicate, "F21"));
  const auto same_records = financed_by_others(lock_keys(loan), loan.id, tx);
  if (same_records) return told(*same_records, refuse(Code::fp_duplicate, "F22"));
  if (const auto sound = check_money(*values); !sound) return sound.error();

  // apply
  Loan next = loan;
  next.drawdown = in.drawdown_id;
  Facility used = *facility;
  used.usage = in.relay.commitments.usage;
  used.at = contract::later(facility->at, tx.time);
  used.seq += 1;
  const DrawdownRecord record{
      .id = in.drawdown_id, .loan = in.loan_id, .drawdown = in.commitments.drawdown, .at = tx.time};

  // emit: what was held, or has lapsed since, is financed now
  return advance(next, tx.time, acting->act.digest, {.type = "finance.RequestDrawdown"})
      .put(key::drawdown(in.loan_id, in.drawdown_id), record)
      .put(key::facility(loan.facility), used)
      .merge(claim_all(loan, financed(loan.id, tx.time)))
      .merge(tx.openings.copy(in.commitments.drawdown, in.relay.copies))
      .merge(tx.openings.copy(in.relay.commitments.usage, in.relay.copies));
}

}  // namespace tradelane::finance
