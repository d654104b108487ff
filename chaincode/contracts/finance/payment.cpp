// SPDX-License-Identifier: Apache-2.0
#include "chaincode/contracts/finance/payment.hpp"

namespace tradelane::finance {

bool is_proven(const Payment& payment, PaymentKind kind, const Loan& loan,
               const contract::Party& witness) {
  const bool pays = kind == PaymentKind::disbursement;
  const PartyId& own = pays ? payment.debtor_agent : payment.creditor_agent;
  const PartyId& other = pays ? payment.creditor_agent : payment.debtor_agent;
  if (own != loan.lender) return false;
  if (other == loan.lender) return witness.id == loan.borrower;
  return witness.id == other && witness.has(contract::Role::bank);
}

bool is_due_date(Date value_date, Date earliest, const Facility& facility, Timestamp now) {
  return earliest <= value_date && value_date <= Date::of(now).plus_days(facility.forward_days);
}

}  // namespace tradelane::finance
