// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "chaincode/contracts/ebl/records.hpp"
#include "chaincode/ledger/changes.hpp"
#include "chaincode/ledger/reader.hpp"

/// Whose peers must endorse a change of one bill, in place of the chaincode's policy: a second
/// fence beside the rules, which holds even where somebody runs another program. Source:
/// contracts.md 5.
namespace tradelane::ebl {

/// The carrier's organisation and the holder's, while a bank has accepted the bill as security also
/// the bank's, each organisation once. While a transfer is pending, the carrier's and one of
/// sender's and recipient's: either may end it alone. A bill whose title has ended keeps what it
/// had, so that no carrier brings it back by itself. `Fault` for a party that is not registered.
ledger::EndorsementPolicy policy_of(const Bill& bill, const ledger::Reader& ledger);

/// Writes the policy of `next` where it is another than that of the bill as it is now. The change
/// itself is validated by the old one: the former holder's organisation has to endorse it.
ledger::Changes endorse_anew(const Bill& next, const ledger::Reader& ledger);

}  // namespace tradelane::ebl
