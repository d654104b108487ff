// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "chaincode/codec/json.hpp"

/// JSON of others that is only looked at and shown, never stored, compared or signed: their numbers
/// need not be ours. Pure functions.
namespace tradelane {

/// As `parse_json`, except that a number which it refuses, such as the 18446744073709552000 that a
/// double makes of a uint64's maximum, is kept as it is written; `as_integer` has no value for it.
Result<Json> parse_foreign_json(std::string_view text, const JsonLimits& limits = {});

}  // namespace tradelane
