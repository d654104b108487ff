// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "chaincode/contracts/evidence/records.hpp"
#include "tests/support/bills.hpp"
#include "tests/support/consents.hpp"
#include "tests/support/feeds.hpp"

/// The loan L1 of story.md on cargo 1: HKD 5,000,000.00 at 5.25 % ACT/365F for 90 days. Argument
/// objects and openings of each transaction, and the way to a secured loan in one call.
namespace tradelane::test {

/// Who borrows from whom, under which facility and consents.
struct LoanCase {
  std::string loan = "L1";
  std::string facility = "F1";
  std::string lender = "BKH";
  std::string borrower = "IMP";
  std::vector<std::string> consents = {"C1", "C2"};
  std::string declaration = "D1";
  std::string bill = "B1";
  std::string match = "M1";
};
/// BK2 and EXP on the same cargo: the second financing of story.md 8.
LoanCase second_case(const std::string& loan = "L2");

/// An id of 26 characters for a facility, loan, match, screening or drawdown.
std::string id26(const std::string& alias);

Json money(const std::string& minor, const std::string& currency = "HKD");

// Openings. What exists once has one salt; `seed` tells later states of the same value apart.

Json facility_terms();
Opening facility_terms_opening();
Opening usage_opening(const std::string& drawn, const std::string& seed = "");
Json application();
Opening application_opening();
Opening screening_opening(const std::string& outcome = "CLEAR");
Json terms();
Opening terms_opening();
Opening drawdown_opening(const std::string& minor = "500000000");
Json payment(const std::string& minor, const std::string& debtor_agent,
             const std::string& creditor_agent);
Opening disbursement_opening();
Opening repayment_opening();
Json position(const std::string& outstanding, const std::string& from,
              const std::string& interest_paid);
Opening drawn_position_opening();
Opening repaid_position_opening();

// Argument objects, without signatures.

Json commitments(const std::vector<std::pair<std::string, Opening>>& openings);
Json copies_for(const LoanCase& of);

Json facility_args(const LoanCase& of = {});
Transient facility_openings();

/// As the lender's client makes them; the contract cannot tell a right one from a random one.
Json fingerprint(const std::string& type, const std::string& input);
Json fingerprints(const LoanCase& of = {}, const std::string& how = "");
Json apply_args(const LoanCase& of = {});
Transient apply_openings(const LoanCase& of = {});

Json screening_args(const std::string& screening = "SCR1", const std::string& outcome = "CLEAR");

Json offer_args(const World& world, const std::string& screening = "SCR1");
Transient offer_openings(const std::string& outcome = "CLEAR");

Json accept_args();

Json pledge_args();
Json secure_args();

Json drawdown_args();
Transient drawdown_openings();

std::string disbursement_uetr();
std::string repayment_uetr();

Json disbursement_args();
Transient disbursement_openings();

Json repayment_args();
Transient repayment_openings();

Json release_args();

// Signatures.

/// `args` with the signature of the company `alias` over the loan in state `seq`.
Json sign_loan(const World& world, const std::string& alias, const std::string& transaction,
               const std::string& loan, std::int64_t seq, Json args);
/// `args` with the signature of the witness `alias` over a payment not seen before.
Json sign_payment(const World& world, const std::string& alias, const std::string& transaction,
                  Json args);

// The way to a loan.

void require_ok(const Answer& answer);

/// The feed `decl` and the declaration `which` as its next envelope.
void publish_declaration(World& world, const std::string& which = "D1");

/// The record of a match as evidence:Match writes it, with these verdicts.
void put_match(World& world, const LoanCase& of = {},
               const std::vector<evidence::Verdict>& verdicts = {{.rule = "M01"}});

/// Everything before the application: facility, declaration, consents, bill at IMP, match.
void prepare_cargo(World& world);

/// A transaction of the lender BKH alone, and one signed by IMP over the loan L1 in state `seq`.
Answer by_lender(World& world, const std::string& transaction, const Json& args,
                 const Transient& openings = {});
Answer by_borrower(World& world, const std::string& transaction, std::int64_t seq, const Json& args,
                   const Transient& openings = {});

/// Steps 8 to 10 of the story after `prepare_cargo`; the loan's `seq` is 1, 2, 3.
Answer apply_for_loan(World& world);
Answer record_screening(World& world, const std::string& screening = "SCR1",
                        const std::string& outcome = "CLEAR");
Answer make_offer(World& world);
Answer accept_offer(World& world);
/// Step 11: Pledge by IMP and AcceptPledge by BKH; the bill's `seq` is 5.
void pledge_bill(World& world);
Answer secure_loan(World& world);
/// Steps 12 and 14; the loan's `seq` is 5, 6, 7.
Answer request_drawdown(World& world);
Answer confirm_disbursement(World& world);
Answer record_repayment(World& world);
Answer release_loan(World& world);

/// How far a story has gone.
enum class Stage {
  prepared,
  applied,
  screened,
  offered,
  accepted,
  pledged,
  secured,
  requested,
  drawn,
  repaid,
  released
};

/// Plays the story of L1 from an admitted cast (`admit_everyone`) to `stage`.
void play_loan(World& world, Stage stage);

}  // namespace tradelane::test
