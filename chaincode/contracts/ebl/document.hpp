// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "chaincode/base/result.hpp"
#include "chaincode/contracts/ebl/records.hpp"

/// The transport document as DCSA writes it (EBL 3.0.4), and what we take from it. Pure functions.
namespace tradelane::ebl {

/// The facts of `document`, which must be an electronic bill to order that carries the reference
/// and the carrier code of `id`, has every required top-level field, a package count and a weight
/// in kilograms for each cargo item, and containers that it names. EBL_TD_INVALID (B5) otherwise,
/// with the place in the document.
Result<BillFacts> facts_of(const Json& document, const BillId& id);

/// Lower-case hex SHA-256 of RFC 8785 bytes: DCSA's checksum of a JSON object.
std::string checksum(const Json& json);

}  // namespace tradelane::ebl
