// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <iosfwd>
#include <string_view>

#include "adapters/cli/commands.hpp"
#include "chaincode/base/bytes.hpp"
#include "chaincode/base/id.hpp"
#include "chaincode/codec/json.hpp"

/// Openings of private values and their commitments. Source: story.md 3.
namespace tradelane::cli {

struct Opening {
  /// RFC 8785 of {name: value, "salt": base64url}.
  Bytes bytes = {};
  /// SHA-256 of these bytes.
  Digest commitment = {};
};

/// `salt`: fresh random bytes for each opening, 32 by us, 16 at least.
Opening make_opening(std::string_view name, const Json& value, std::string_view salt);

/// Prints {"commitments": {name: commitment}, "transient": {commitment: opening}}.
void run(const Commit& command, std::ostream& out);

}  // namespace tradelane::cli
