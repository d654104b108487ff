// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "chaincode/contract/context.hpp"
#include "chaincode/contracts/finance/effects.hpp"
#include "chaincode/contracts/finance/keys.hpp"

/// Duplicate financing: who else lends on the same cargo. Fingerprints tell what a number says,
/// locks what the ledger itself knows, so a wrong fingerprint helps nobody. Source: contracts.md 8.
namespace tradelane::finance {

using ClaimKeys = std::vector<ledger::Key<Claim>>;

/// One key per fingerprint of the loan.
ClaimKeys fingerprint_keys(const Loan& loan);
/// The bill, its declarations and its invoices. Events are not locked: consignments may share a
/// container.
ClaimKeys lock_keys(const Loan& loan);

/// Anything but one fingerprint for the bill and one for each declaration under each live key.
bool lacks_fingerprints(const Loan& loan, const std::vector<Fingerprint>& sent,
                        const contract::Context& tx);

/// What a second lender is told, and no more: never who, never which loan.
struct Duplicate {
  ClaimState status = ClaimState::held;
  std::size_t count = 0;
};
/// How other loans hold what these keys stand for; absent when none does.
std::optional<Duplicate> financed_by_others(const ClaimKeys& keys, const LoanId& loan,
                                            const contract::Context& tx);

/// `refusal` with "level EXACT, status HELD, count 1" as its detail, and the same as data.
Error told(const Duplicate& duplicate, Error refusal);

/// The same claim on every fingerprint and every lock of the loan.
ledger::Changes claim_all(const Loan& loan, const Claim& claim);

}  // namespace tradelane::finance
