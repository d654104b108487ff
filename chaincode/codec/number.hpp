// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>
#include <string>
#include <string_view>

/// The canonical text of a JSON number without ever making it a floating-point value.
namespace tradelane {

/// RFC 8785 3.2.2.3 for `text`, a number in JSON's grammar. Up to 15 significant decimal digits
/// survive the way through a binary64 unchanged, so their shortest form can be written down from
/// the digits alone; integers up to 2^53 - 1 likewise. Absent for anything else.
std::optional<std::string> canonical_number(std::string_view text);

}  // namespace tradelane
