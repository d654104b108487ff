// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>

#include "chaincode/codec/json.hpp"

namespace tradelane::test {

/// Why `value` does not conform to `schema`, as "/path: reason"; "" when it does. A `$ref` is
/// looked up in `root`. It knows the keywords of JSON Schema that our own schemas use and finds
/// fault with any other, so that none is passed over in silence.
std::string schema_problem(const Json& value, const Json& schema, const Json& root);

}  // namespace tradelane::test
