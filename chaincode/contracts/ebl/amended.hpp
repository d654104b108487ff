// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <vector>

#include "chaincode/codec/json.hpp"

/// What is amended in a document (MLETR 16). Pure functions.
namespace tradelane::ebl {

/// RFC 6901 pointers to every value that only one of the two has or that differs, sorted. Members
/// of objects and elements of arrays are compared one by one, so that a pointer names the smallest
/// thing that changed.
std::vector<std::string> amended_places(const Json& before, const Json& after);

/// One of `pointers` is `place`, lies below it, or is something that `place` is a part of.
bool touches(const std::vector<std::string>& pointers, const std::string& place);

}  // namespace tradelane::ebl
