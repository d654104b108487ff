// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "tests/chaincode/contracts/finance/finance_world.hpp"

using namespace tradelane;
using namespace tradelane::finance;
using test::with;

TEST_CASE_FIXTURE(FinanceWorld, "Accept: every refusal, in order of precedence") {
  const Json other_terms = with(test::accept_args(), "termsCommitment", std::string(64, '1'));
  const auto signed_terms = [&](std::int64_t seq, const Json& args) {
    return test::sign_loan(world, "IMP", "Accept", "L1", seq, args);
  };
  check(as("BK2", "Accept", other_terms), "F2", "FIN_UNKNOWN");
  play(Stage::screened);
  check(as("BK2", "Accept", other_terms), "F39", "AUTH_DENIED");
  check(as("BKH", "Accept", other_terms), "A1", "ACT_MISSING");
  check(as("BKH", "Accept", signed_terms(9, other_terms)), "A5", "ACT_SEQ");
  check(as("BKH", "Accept", signed_terms(1, other_terms)), "F40", "FIN_STATE");
  test::require_ok(test::make_offer(world));
  suspend("IMP");
  check(as("BKH", "Accept", signed_terms(2, other_terms)), "F4", "PARTY_INACTIVE");
  edit<contract::Party>(contract::key::party(test::party_id("IMP")),
                        [](contract::Party& p) { p.state = contract::PartyState::active; });
  world.now = world.now.plus_seconds(86'400);
  check(as("BKH", "Accept", signed_terms(2, other_terms)), "F41", "OFFER_LAPSED");
  world.now = world.now.plus_seconds(-1);
  check(as("BKH", "Accept", signed_terms(2, other_terms)), "F42", "TERMS_HASH");
  CHECK(as("BKH", "Accept", signed_terms(2, test::accept_args())).integer("seq") == 3);
  CHECK(loan().state == LoanState::accepted);
  CHECK(as("BKH", "Accept", signed_terms(2, test::accept_args())).changes.empty());
}

TEST_CASE_FIXTURE(FinanceWorld, "Accept: the borrower may also bring it through its own MSP") {
  play(Stage::offered);
  const Json args = test::sign_loan(world, "IMP", "Accept", "L1", 2, test::accept_args());
  CHECK(as("IMP", "Accept", args).ok());
}

TEST_CASE_FIXTURE(FinanceWorld, "Accept: another's signature is none of the borrower's") {
  play(Stage::offered);
  check(signed_by("EXP", "Accept", 2, test::accept_args()), "A1", "ACT_MISSING");
}
