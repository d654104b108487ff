// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>
#include <string_view>

#include "chaincode/ledger/endorsement_policy.hpp"

/// The bytes of an endorsement policy, written and read by hand: this layer knows no protobuf. For
/// the .cpp files of this folder only; `EndorsementPolicy` holds the guards.
namespace tradelane::ledger {

/// common.SignaturePolicyEnvelope of version 0, its identities ascending and each once.
Bytes encode_policy(const EndorsementRule& rule);

/// Absent for what is no such envelope: an unknown field, one twice, a principal that is no role,
/// an index without a principal, a principal without an index, more rules or deeper ones than
/// `EndorsementPolicy` allows. Counts are not checked here. Never allocates by a claimed length.
std::optional<EndorsementRule> decode_policy(std::string_view bytes);

}  // namespace tradelane::ledger
