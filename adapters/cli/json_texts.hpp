// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "chaincode/base/id.hpp"
#include "chaincode/codec/json.hpp"

/// The few things that nearly every command does with members and texts. Pure functions, for the
/// sources of this folder alone.
namespace tradelane::cli {

/// The text `name` of an object; "" when it is absent or of another kind.
inline std::string text_at(const Json& json, std::string_view name) {
  const Json* found = json.find(name);
  return found == nullptr || found->as_string() == nullptr ? "" : *found->as_string();
}

/// `name` is there and `true`.
inline bool is_on(const Json& json, std::string_view name) {
  const Json* found = json.find(name);
  return found != nullptr && *found == Json(true);
}

inline std::string joined(const std::vector<std::string>& texts, std::string_view between) {
  std::string out;
  for (const std::string& text : texts) {
    if (&text != &texts.front()) out += between;
    out += text;
  }
  return out;
}

/// ASCII alone.
inline std::string lower_case(std::string text) {
  for (char& c : text)
    if (is_upper(c)) c = static_cast<char>(c - 'A' + 'a');
  return text;
}

}  // namespace tradelane::cli
