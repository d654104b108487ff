// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <string_view>

namespace tradelane::shim {

/// `text` with a '?' for each byte that is no UTF-8: a string field that is not makes a whole
/// message unreadable.
std::string utf8_or_marked(std::string_view text);

}  // namespace tradelane::shim
