// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "chaincode/contracts/ebl/acting.hpp"
#include "chaincode/contracts/ebl/transactions.hpp"

/// Bills that take the place of others: what reissue, split, consolidation and the return from
/// paper share.
namespace tradelane::ebl {

/// The issuer acts on a bill that lies with it to be amended, for `reason` (a code of DCSA's list).
/// As `acting_on`, then EBL_NOT_ENTITLED (B119), EBL_STATE (B120) and EBL_STATE (B121). A
/// repetition comes back as such, whatever the bill is like now.
Result<Acting> amending(const BillId& id, const std::vector<contract::Signature>& signatures,
                        const std::string& reason, const contract::Context& tx);
/// The last three of them, of a bill of which `actor` is to be the issuer.
Result<> check_amendable(const Bill& bill, const PartyId& actor, const std::string& reason);

/// The next version of the same document: a sub-reference that is a number goes up by one, any
/// other may be followed by any.
bool follows(const BillId& next, const BillId& old);

/// EBL_DUPLICATE (B122) when there is such a bill.
Result<> check_unused(const BillId& id, const contract::Context& tx);

/// A bill in the same hands as `old`, by the same issuer, under the same law.
Bill in_place_of(const Bill& old, const BillId& id, const Digest& issuance, const Digest& facts);

/// `bill` begins: its first step.
ledger::Changes begun(const ledger::Reader& ledger, Bill bill, Move move,
                      const std::string& entry_type);

/// The openings of `commitments`, written to the organisations that keep the documents of `bill`:
/// the issuer's, which calls, and the holder's. One that is named twice is written once.
ledger::Changes kept(const std::vector<Digest>& commitments, const Bill& bill,
                     const contract::Context& tx);

}  // namespace tradelane::ebl
