// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "chaincode/contract/context.hpp"
#include "chaincode/contracts/party/records.hpp"

/// The identity of a party as the ledger takes it in: rules P13 and P15 of README.md.
namespace tradelane::party {

/// What the operator says of it beyond its words.
struct IdentityCommitments {
  Digest identity = {};
  /// Identifiers in it that fail their check and are on the operators' list.
  Set<Digest> lawful = {};
};

/// The opened identity, checked. Refusals: ID_CHECK_DIGIT (P15) for a commitment that is on no
/// list, PRIVATE_… (A6 to A9), ID_CHECK_DIGIT (P13) for an identifier that is wrong.
Result<Identity> check_identity(const IdentityCommitments& commitments,
                                const contract::Context& tx);

/// LEGACY_WARN when an identifier was let through by the list; the code of the answer.
std::optional<std::string> warning(const Set<Digest>& lawful);

}  // namespace tradelane::party
