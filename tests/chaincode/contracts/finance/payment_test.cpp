// SPDX-License-Identifier: Apache-2.0
#include "chaincode/contracts/finance/payment.hpp"

#include <doctest/doctest.h>

using namespace tradelane;
using namespace tradelane::finance;

namespace {

PartyId party(const char* alias) {
  return *PartyId::parse(std::string(23, '0') + std::string(alias));
}
const Loan loan{.lender = party("BKH"), .borrower = party("IMP")};

contract::Party witness(const char* alias) {
  contract::Party out{.id = party(alias)};
  if (out.id != loan.borrower) out.roles = {contract::Role::bank};
  return out;
}

}  // namespace

TEST_CASE("a payment is proven by the bank on the other side, or by the borrower") {
  using enum PaymentKind;
  struct Row {
    PaymentKind kind;
    const char* debtor_agent;
    const char* creditor_agent;
    const char* witness;
    bool is_proven;
  };
  const Row rows[] = {
      {disbursement, "BKH", "BKS", "BKS", true},  {disbursement, "BKH", "BKS", "BK2", false},
      {disbursement, "BKH", "BKS", "BKH", false}, {disbursement, "BKH", "BKS", "IMP", false},
      {disbursement, "BKS", "BKH", "BKS", false}, {disbursement, "BKS", "BK2", "BK2", false},
      {disbursement, "BKH", "BKH", "IMP", true},  {disbursement, "BKH", "BKH", "BKH", false},
      {disbursement, "BKH", "IMP", "IMP", false}, {repayment, "BKS", "BKH", "BKS", true},
      {repayment, "BKH", "BKS", "BKS", false},    {repayment, "BKH", "BKH", "IMP", true},
      {repayment, "BKH", "BKH", "BKS", false},    {repayment, "BKS", "BKH", "IMP", false},
  };
  for (const Row& row : rows) {
    CAPTURE(row.debtor_agent);
    CAPTURE(row.creditor_agent);
    CAPTURE(row.witness);
    const Payment payment{.debtor_agent = party(row.debtor_agent),
                          .creditor_agent = party(row.creditor_agent)};
    CHECK(is_proven(payment, row.kind, loan, witness(row.witness)) == row.is_proven);
  }
}

TEST_CASE("a value date lies between the start and the days that the facility allows ahead") {
  const Timestamp now = *Timestamp::parse("2026-03-05T23:59:59Z");
  const Date start = *Date::parse("2026-03-01");
  const auto is_due = [&](const char* date, std::int64_t forward_days) {
    return is_due_date(*Date::parse(date), start, {.forward_days = forward_days}, now);
  };
  CHECK_FALSE(is_due("2026-02-28", 0));
  CHECK(is_due("2026-03-01", 0));
  CHECK(is_due("2026-03-05", 0));
  CHECK_FALSE(is_due("2026-03-06", 0));
  CHECK(is_due("2026-07-03", 120));
  CHECK_FALSE(is_due("2026-07-04", 120));
}
