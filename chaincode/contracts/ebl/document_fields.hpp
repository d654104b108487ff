// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>
#include <string>

#include "chaincode/codec/json.hpp"

/// What each field of a transport document must be by itself (DCSA EBL 3.0.4): there, of its type,
/// not too long, from its list. Fields that are not listed are accepted: they are kept and hashed.
/// Pure functions.
namespace tradelane::ebl {

/// The place, as a JSON pointer (RFC 6901), of the first field that is missing or not as it must
/// be; absent when all are.
std::optional<std::string> field_at_fault(const Json& document);

/// The value at a JSON pointer without escapes, nullptr when there is none.
const Json* value_at(const Json& document, std::string_view pointer);

}  // namespace tradelane::ebl
