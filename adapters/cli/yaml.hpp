// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>

#include "chaincode/base/result.hpp"
#include "chaincode/codec/json.hpp"

/// YAML, which people around Fabric and Kubernetes write and read. Pure functions.
namespace tradelane::cli {

/// Block style, two blanks a level, ends with a line feed. A text that a reader of YAML 1.1 or 1.2
/// could take for anything else stands in quotes.
std::string to_yaml(const Json& value);

/// One document as JSON: `true`, `false` and `null` are what they are in JSON, every other scalar
/// is a text. ARG_MALFORMED for what is no YAML; ARG_LIMIT beyond the limits of `parse_json`,
/// aliases counted as often as they are used.
Result<Json> from_yaml(const std::string& text);

}  // namespace tradelane::cli
