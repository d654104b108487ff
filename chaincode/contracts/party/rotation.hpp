// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <map>
#include <string>
#include <vector>

#include "chaincode/contract/context.hpp"
#include "chaincode/contracts/party/transactions.hpp"
#include "chaincode/ledger/changes.hpp"

/// What a rotation makes of a party's keys and of the acts they have signed: rules P27 to P33 of
/// README.md. Each step reads as many rows as the call names, however many acts there are.
namespace tradelane::party {

/// The keys of a party after the rotation, and the rows of those that leave its record.
struct Ring {
  std::vector<VerificationKey> keys = {};
  std::map<std::string, RetiredKey> retired = {};
};

inline constexpr std::size_t most_disputes = 100;

/// Retired, revoked, added, in this order. Refusals: PARTY_KEY_UNKNOWN (P28), PARTY_KEY_TIME (P29,
/// P30), PARTY_KEY (P6, P27), ARG_LIMIT (P31).
Result<Ring> rotated(const RotateKey& in, const Party& party, const contract::Context& tx);

/// The rows of the acts that are named: each was signed with a revoked key since the moment of its
/// revocation. One that is disputed already has its row. Refusals: ARG_LIMIT (P32),
/// PARTY_ACT_UNKNOWN (P33).
Result<ledger::Changes> disputes(const RotateKey& in, const Ring& ring, const Party& party,
                                 const contract::Context& tx);

}  // namespace tradelane::party
