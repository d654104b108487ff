// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "chaincode/contract/context.hpp"
#include "chaincode/contracts/ebl/transactions.hpp"

/// What every bill begins with, whether it is the first one or takes the place of another.
namespace tradelane::ebl {

/// PARTY_UNKNOWN or PARTY_INACTIVE (B4) unless `id` is registered, active and has accepted the
/// terms.
Result<> check_in_hands_of(const PartyId& id, const contract::Context& tx);

/// The issuance request behind its commitment, and the facts of its document.
struct Issuance {
  Json request = {};
  BillFacts facts = {};
  const Json& document() const { return *request.find("document"); }
};

/// The opened request holds a sound document for `id` and `kind`, signed by `issuer`, and the facts
/// committed to are those of the document. Refusals in order: PRIVATE_MISSING (A6) and its like,
/// EBL_TD_INVALID (B5, B160 to B176), EBL_BSIG (B6), EBL_CHECKSUM (B7), PRIVATE_VALUE (B8).
Result<Issuance> check_issuance(const BillId& id, Kind kind, const IssueCommitments& commitments,
                                const contract::Party& issuer, const contract::Context& tx);

/// Everything about a bill that is to begin but whether its id is free: as the two above, for the
/// caller's own documents.
Result<> check_issue(const Issue& in, const contract::Context& tx);
/// The bill that the caller issues.
Bill described(const Issue& in, const contract::Context& tx);
/// The id is free: nothing. Used by this very call: the answer to a repetition. Else EBL_DUPLICATE
/// (B3).
Result<std::optional<ledger::Changes>> issued_before(const BillId& id,
                                                     const std::string& entry_type,
                                                     const contract::Context& tx);

}  // namespace tradelane::ebl
