// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "adapters/shanghai/wire.hpp"
#include "chaincode/base/id.hpp"
#include "chaincode/base/result.hpp"

/// Wire structs to facts (story.md 6), and a record to the arguments of evidence:Submit. Pure
/// functions, safe from any thread.
namespace tradelane::shanghai {

/// Kilograms with three places are grams.
inline constexpr int grams_per_kilogram_digits = 3;

/// The declaration's status for the code of the customs' answer; absent for a code we do not know.
std::optional<std::string_view> status_of_channel(std::string_view channel);

/// The sum of DeclTotal, in one currency; absent when it does not fit. `lists` is not empty and
/// each line is valid.
std::optional<Money> total_of(const std::vector<DecList>& lists);

/// Where it happened: at the event's own place, else at the transport call's; "" when neither says.
const std::string& place_of(const Event& event);

/// The facts of what `validate` has accepted.
Json facts_of(const DecMessage& message);
Json facts_of(const Event& event);

/// The opening of a value called `facts`: RFC 8785 of {"facts", "salt"}.
Bytes facts_opening(const Json& facts, std::string_view salt_base64url);

/// The arguments of evidence:Submit for a record that may go to the ledger: decodes the original
/// bytes, checks them and compares with what the source signed. The envelope passes as it came.
/// Refusals: those of decode and validate, FEED_SCHEMA for the envelope, FEED_DIGEST when the
/// payload or the decoded facts are not those of the envelope.
Result<Json> map(const NodeRecord& record);

}  // namespace tradelane::shanghai
