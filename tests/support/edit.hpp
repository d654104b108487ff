// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>

#include "chaincode/codec/json.hpp"

/// Small changes to an argument object, for rows of a refusal table.
namespace tradelane::test {

inline Json with(Json object, const std::string& name, Json value) {
  object.as_object()->insert_or_assign(name, std::move(value));
  return object;
}
inline Json without(Json object, const std::string& name) {
  object.as_object()->erase(name);
  return object;
}

}  // namespace tradelane::test
