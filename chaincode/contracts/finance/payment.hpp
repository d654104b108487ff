// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "chaincode/contract/party_record.hpp"
#include "chaincode/contracts/finance/records.hpp"
#include "chaincode/contracts/finance/values.hpp"

/// What makes a payment message good. Pure functions.
namespace tradelane::finance {

/// The lender pays a disbursement and receives a repayment; the bank on the other side has
/// witnessed it, or the borrower where the lender is on both sides.
bool is_proven(const Payment& payment, PaymentKind kind, const Loan& loan,
               const contract::Party& witness);

/// From `earliest` to as many days ahead of `now` as the facility allows.
bool is_due_date(Date value_date, Date earliest, const Facility& facility, Timestamp now);

}  // namespace tradelane::finance
