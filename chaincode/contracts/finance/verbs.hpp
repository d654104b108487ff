// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "chaincode/contract/context.hpp"
#include "chaincode/contract/invariant.hpp"
#include "chaincode/contracts/finance/transactions.hpp"

/// The transaction functions, for contract.cpp. Rules: README.md.
namespace tradelane::finance {

using contract::Context;
using ledger::Changes;

Result<Changes> open_facility(const OpenFacility& in, const Context& tx);
Result<Changes> apply(const Apply& in, const Context& tx);
Result<Changes> record_screening(const RecordScreening& in, const Context& tx);
Result<Changes> offer(const Offer& in, const Context& tx);
Result<Changes> accept(const Accept& in, const Context& tx);
Result<Changes> secure(const Secure& in, const Context& tx);
Result<Changes> request_drawdown(const RequestDrawdown& in, const Context& tx);
Result<Changes> confirm_disbursement(const ConfirmDisbursement& in, const Context& tx);
Result<Changes> record_repayment(const RecordRepayment& in, const Context& tx);
Result<Changes> release(const Release& in, const Context& tx);
Result<LoanView> get(const Get& in, const Context& tx);
std::vector<contract::Invariant> invariants();

}  // namespace tradelane::finance
