// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "chaincode/contract/context.hpp"
#include "chaincode/contracts/finance/records.hpp"
#include "chaincode/contracts/finance/values.hpp"

/// The cargo that a loan rests on, and the questions that a lender asks about it. Apply and
/// RequestDrawdown ask the same ones.
namespace tradelane::finance {

/// One piece of evidence: its newest version, and what of it was matched with the bill.
struct Piece {
  evidence::EvidenceId id = {};
  std::optional<evidence::Evidence> newest = {};
  std::optional<evidence::Envelope> envelope = {};
  std::optional<evidence::MatchedEvidence> matched = {};

  bool is_declaration() const;
};

/// Everything as the ledger has it at the moment; what does not exist is absent.
struct Cargo {
  std::optional<ebl::Bill> bill = {};
  std::optional<evidence::Match> match = {};
  std::vector<Piece> pieces = {};
};
Cargo load_cargo(const Loan& loan, const contract::Context& tx);

/// The goods' value by their declarations, and every currency in which one was made.
struct DeclaredValue {
  Decimal amount = {};
  Set<Currency> currencies = {};

  bool is_all_in(const Currency& currency) const;
};
/// Opens the facts of each declaration: those that were matched, else those of the newest version.
/// PRIVATE_… (A6 to A9).
Result<DeclaredValue> open_declarations(const Cargo& cargo, const contract::Context& tx);

/// Why the lender may not use these data for credit underwriting: for each owner of evidence a
/// consent for the types of its records, and one of the borrower for the bill's data. Absent when
/// everybody has agreed. No use is counted.
std::optional<Code> missing_consent(const Loan& loan, const Cargo& cargo,
                                    const contract::Context& tx);

/// Every piece of evidence is on the ledger.
bool is_known(const Cargo& cargo);
/// A piece has a newer version than the one that was matched.
bool is_amended(const Cargo& cargo);
/// A declaration older than 24 hours, an e-invoice than 48, or no event younger than 6 hours.
bool is_stale(const Cargo& cargo, Timestamp now);
/// The match is of this bill, of every piece and of nothing else.
bool is_covered_by_match(const Loan& loan, const Cargo& cargo);
/// A rule of the match found what must not be.
bool contradicts_itself(const Cargo& cargo);
/// A source signed its bytes only; an adapter says what is in them.
bool rests_on_adapter_facts(const Cargo& cargo);
/// The rules that agreed softly.
Set<std::string> soft_rules(const evidence::Match& match);

/// The owner of data that the loan rests on has withdrawn its consent.
bool is_consent_revoked(const Loan& loan, const contract::Context& tx);

/// The pledge is this loan's, bound to it, and the lender's.
bool is_pledged_for(const std::optional<ebl::Bill>& bill, const Loan& loan);

}  // namespace tradelane::finance
