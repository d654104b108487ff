// SPDX-License-Identifier: Apache-2.0
#include "chaincode/contracts/finance/claims.hpp"

#include <doctest/doctest.h>

#include "tests/chaincode/contracts/finance/finance_world.hpp"

using namespace tradelane;
using namespace tradelane::finance;

TEST_CASE("what a second lender is told: level, status, count") {
  const Duplicate found{.status = ClaimState::financed, .count = 2};
  const Error error = told(found, refuse(Code::fp_duplicate, "F21"));
  CHECK(error.detail == "level EXACT, status FINANCED, count 2");
  CHECK(error.data == R"({"count":2,"level":"EXACT","status":"FINANCED"})");
  CHECK(error.rule == "F21");
}

TEST_CASE("locks: the bill, declarations and invoices, and no event") {
  const auto evidence_of = [](const char* type) {
    return *evidence::EvidenceId::parse(test::evidence_id("D1", type));
  };
  const Loan loan{.bill = FinanceWorld::bill_id(),
                  .evidence = {evidence_of("CONTAINER_EVENT"), evidence_of("CUSTOMS_DECL"),
                               evidence_of("EINVOICE"), evidence_of("LOGISTICS_STATUS")}};
  CHECK(lock_keys(loan) == ClaimKeys{key::lock(loan.bill), key::lock(evidence_of("CUSTOMS_DECL")),
                                     key::lock(evidence_of("EINVOICE"))});
}

TEST_CASE_FIXTURE(FinanceWorld, "duplicates: claims of several loans, each loan counted once") {
  play(Stage::prepared);
  const Json prints = test::fingerprints();
  for (const Json& print : *prints.as_array())
    write(key::fingerprint(*from_json<Fingerprint>(print)), held(loan_id("L8"), world.now));
  write(key::fingerprint(*from_json<Fingerprint>(prints.as_array()->front())),
        financed(loan_id("L9"), world.now));
  const auto answer = signed_by("IMP", "Apply", 0, test::apply_args(), test::apply_openings());
  CHECK(answer.token == "FP_DUPLICATE");
  CHECK(answer.message.find("status FINANCED, count 2") != std::string::npos);
}
