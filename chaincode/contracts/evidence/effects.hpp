// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "chaincode/contracts/evidence/records.hpp"

/// Pure functions of records. Used by finance too.
namespace tradelane::evidence {

/// What a source signs: "tradelane.feed/1", a line end, and RFC 8785 of the envelope without `sig`
/// and `payload`.
Bytes signed_bytes(const Json& envelope);

/// The legal basis carries what the classification says leaves the mainland.
bool basis_holds(const Classification& classification);

}  // namespace tradelane::evidence
