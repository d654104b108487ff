// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "chaincode/contracts/ebl/keys.hpp"
#include "chaincode/contracts/evidence/keys.hpp"
#include "chaincode/contracts/finance/records.hpp"

/// The only file that spells a key of this contract.
namespace tradelane::finance::key {

/// "FAC" / facility id.
inline ledger::Key<Facility> facility(const FacilityId& id) { return {"FAC", {id.text()}}; }
/// "LOAN" / loan id.
inline ledger::Key<Loan> loan(const LoanId& id) { return {"LOAN", {id.text()}}; }

/// "SCR" / loan id / screening id.
inline ledger::Key<ScreeningRecord> screening(const LoanId& loan, const ScreeningId& id) {
  return {"SCR", {loan.text(), id.text()}};
}
inline ledger::Range<ScreeningRecord> screenings(const LoanId& loan) {
  return {"SCR", {loan.text()}};
}

/// "DRAW" / loan id / drawdown id.
inline ledger::Key<DrawdownRecord> drawdown(const LoanId& loan, const DrawdownId& id) {
  return {"DRAW", {loan.text(), id.text()}};
}
/// "PAY" / UETR: each payment counts once on the whole channel.
inline ledger::Key<PaymentRecord> payment(const Uetr& uetr) { return {"PAY", {uetr.text()}}; }

/// "FP" / kid / type / value. Looked up by its exact key only, never by a range.
inline ledger::Key<Claim> fingerprint(const Fingerprint& print) {
  return {"FP", {print.kid, std::string(text_of(print.type)), print.value.text()}};
}
/// "LOCK" / "EVD" / source node / record type / record id.
inline ledger::Key<Claim> lock(const evidence::EvidenceId& id) {
  std::vector<std::string> parts = evidence::key::parts(id);
  parts.insert(parts.begin(), "EVD");
  return {"LOCK", parts};
}
/// "LOCK" / "EBL" / carrier code / reference / sub-reference.
inline ledger::Key<Claim> lock(const ebl::BillId& id) {
  std::vector<std::string> parts = ebl::parts_of(id);
  parts.insert(parts.begin(), "EBL");
  return {"LOCK", parts};
}

}  // namespace tradelane::finance::key
