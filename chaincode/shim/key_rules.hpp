// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// What keys and names must look like before they may be sent. Every refusal is a `Misuse`. Pure.
///
/// Source: fabric-shim.md 1.11 and 1.16.
namespace tradelane::shim {

/// Not empty, UTF-8, and with U+0000 in front only when it is a whole composite key.
void require_key(std::string_view key);
/// Not empty, UTF-8, without U+0000.
void require_collection(std::string_view name);
/// Ends of a range of simple keys: UTF-8, not among the composite keys. An empty one is open.
void require_range(std::string_view start, std::string_view end);
/// UTF-8. `what` is named in the refusal.
void require_text(std::string_view text, const char* what);

/// U+0000 type U+0000 (part U+0000)*. Type and parts are UTF-8 without U+0000 and U+10FFFF, and may
/// be empty.
std::string create_composite_key(std::string_view type, const std::vector<std::string>& parts);
/// Type and parts of a composite key.
std::pair<std::string, std::vector<std::string>> split_composite_key(std::string_view key);

/// The end of the range of all composite keys that begin with `prefix`.
std::string end_of_prefix(std::string_view prefix);

}  // namespace tradelane::shim
