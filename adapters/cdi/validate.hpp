// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "adapters/cdi/wire.hpp"
#include "chaincode/base/result.hpp"

/// What must hold before a message is worth a transaction or a look at the ledger. What the ledger
/// decides by itself is left to it. Pure functions.
namespace tradelane::cdi {

/// A body may have been signed so long before or after our clock. Source: hk-domain.md 4.7.
inline constexpr std::int64_t time_window_s = 300;
bool is_timely(Timestamp at, Timestamp now);

/// The argument object is one of consent:Grant for the consent that the address names, and its
/// owner has signed it. Refusals: CNS_BAD_FIELD, as the contract says it; ACT_MISSING.
Result<consent::Grant> validate_grant(const ActMessage& message, std::string_view consent_id);
/// The same for consent:Revoke. Without `consent_id` the argument object alone says which.
Result<consent::Revoke> validate_revoke(const ActMessage& message,
                                        std::optional<std::string_view> consent_id);

/// The salt is one, and the period begins before it ends. Refusals: ARG_MALFORMED, and ARG_LIMIT
/// for too many records.
inline constexpr std::size_t most_records = 32;
Result<> validate(const DataRequestMessage& message);

}  // namespace tradelane::cdi
