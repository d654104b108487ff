// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <iosfwd>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/cli/commands.hpp"
#include "chaincode/base/result.hpp"

/// Keyed fingerprints of document numbers: the same document gives every bank the same value, and
/// without the key nobody can guess the number from it. Source: hk-domain.md 3.2.
namespace tradelane::cli {

/// The text that is hashed, such as `DECL|1|220120261000000017`. Every part is brought to one form
/// (Unicode NFKC, capitals, no white space; the number of INV_LOOSE keeps A-Z and 0-9 only).
/// ARG_MALFORMED for an unknown type, a wrong number of parts, or a part that cannot be right.
Result<std::string> fingerprint_input(std::string_view type, const std::vector<std::string>& parts);

/// Lower-case hexadecimal HMAC-SHA-256.
std::string fingerprint_value(std::string_view key, std::string_view input);

/// Prints {"kid", "type", "value"}, as `relay.fingerprints` takes it.
void run(const Fingerprint& command, std::ostream& out);

}  // namespace tradelane::cli
