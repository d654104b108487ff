// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>
#include <string>

#include "chaincode/contracts/finance/records.hpp"
#include "chaincode/contracts/finance/values.hpp"
#include "chaincode/ledger/changes.hpp"

/// Pure functions of records and values: how a loan moves on, and its arithmetic, in integers only.
namespace tradelane::finance {

/// Writes `next` as the successor of its former state: `seq` + 1, time not before the last, `act`
/// remembered as the last one. `entry` gets the loan's id and number.
ledger::Changes advance(Loan next, Timestamp now, const Digest& act, ledger::Entry entry);

/// Fingerprints and locks are held for 72 hours after an application.
Claim held(const LoanId& loan, Timestamp now);
Claim financed(const LoanId& loan, Timestamp now);
Claim released(const LoanId& loan, Timestamp now);
/// FINANCED, or HELD and not lapsed.
bool is_live(const Claim& claim, Timestamp now);

/// Interest on `principal` for `days` calendar days, rounded once, as the terms say: half up or
/// half even. Absent when it does not fit into an amount. Source: hk-domain.md 3.4.
std::optional<Decimal> interest(Decimal principal, const LoanTerms& terms, std::int64_t days);

/// Interest owed on `value_date`: what was left unpaid, and the period since then, its first day
/// included and the last excluded. Absent when it does not fit; `value_date` is not before the
/// period.
std::optional<Decimal> interest_owed(const Position& position, const LoanTerms& terms,
                                     Date value_date);

/// The advance rate on declared goods, rounded down.
Decimal lending_value(const FacilityTerms& terms, Decimal declared);
/// What may still be drawn under the limit; nothing when more is drawn already.
Decimal headroom(const FacilityTerms& terms, const FacilityUsage& usage);

/// What is owed when the money has left.
Position position_after_disbursement(const LoanTerms& terms, const Money& paid, Date value_date);

struct Repayment {
  Position position = {};
  /// The part of the payment that reduced the principal, and so the use of the facility.
  Decimal principal = {};
};
/// `paid` on fees first, then on interest, then on principal. Absent when it is more than is owed.
std::optional<Repayment> repay(const Position& position, Decimal paid, Decimal owed_interest,
                               Date value_date);
/// Neither principal nor interest nor fees.
bool is_repaid(const Position& position);

}  // namespace tradelane::finance
