// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>

#include "tests/support/fixture.hpp"
#include "tests/support/json_schema.hpp"

namespace tradelane::test {

/// Why `metadata` is not what Fabric's contract APIs publish as its schema; "" when it is.
inline std::string metadata_problem(const Json& metadata) {
  static const auto schema = parse_json(fixture("contract_schema/metadata.json"));
  return schema_problem(metadata, *schema, *schema);
}

}  // namespace tradelane::test
