// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>
#include <string_view>

#include <boost/json/object.hpp>

/// JSON whose meaning nobody can dispute. For the .cpp files of this folder only: what verifies
/// signatures may not depend on the codec layer.
namespace tradelane::crypto {

/// The object that `text` is; absent when it is none, or when an object in it, at any depth, has
/// two members of one name, of which readers of other makes take the first, the last or both.
std::optional<boost::json::object> parse_strict_object(std::string_view text);

}  // namespace tradelane::crypto
