// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <string_view>

namespace tradelane::shim {

/// `text` with everything that is no UTF-8 replaced by '?': a string field that is not makes a
/// whole message unreadable.
std::string utf8_or_marked(std::string_view text);

}  // namespace tradelane::shim
