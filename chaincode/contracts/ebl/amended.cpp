// SPDX-License-Identifier: Apache-2.0
#include "chaincode/contracts/ebl/amended.hpp"

#include <algorithm>
#include <set>

namespace tradelane::ebl {
namespace {

/// Two values at one place; null: there is none.
struct Pair {
  std::string pointer = {};
  const Json* before = nullptr;
  const Json* after = nullptr;
};

/// A member's name as RFC 6901 writes it.
std::string escaped(const std::string& name) {
  std::string out;
  for (const char c : name) {
    if (c == '~')
      out += "~0";
    else if (c == '/')
      out += "~1";
    else
      out += c;
  }
  return out;
}

const Json* element(const Json::Array& array, std::size_t index) {
  return index < array.size() ? &array[index] : nullptr;
}

void add_members(const Pair& pair, std::vector<Pair>& out) {
  std::set<std::string> names;
  for (const Json* side : {pair.before, pair.after})
    for (const auto& [name, value] : *side->as_object()) names.insert(name);
  for (const auto& name : names)
    out.push_back(
        {pair.pointer + "/" + escaped(name), pair.before->find(name), pair.after->find(name)});
}

void add_elements(const Pair& pair, std::vector<Pair>& out) {
  const auto& before = *pair.before->as_array();
  const auto& after = *pair.after->as_array();
  for (std::size_t i = 0; i < std::max(before.size(), after.size()); ++i)
    out.push_back({pair.pointer + "/" + std::to_string(i), element(before, i), element(after, i)});
}

}  // namespace

std::vector<std::string> amended_places(const Json& before, const Json& after) {
  std::vector<std::string> out;
  std::vector<Pair> open{{"", &before, &after}};
  while (!open.empty()) {
    const Pair pair = open.back();
    open.pop_back();
    const bool both = pair.before != nullptr && pair.after != nullptr;
    if (both && pair.before->as_object() != nullptr && pair.after->as_object() != nullptr)
      add_members(pair, open);
    else if (both && pair.before->as_array() != nullptr && pair.after->as_array() != nullptr)
      add_elements(pair, open);
    else if (!both || !(*pair.before == *pair.after))
      out.push_back(pair.pointer);
  }
  std::sort(out.begin(), out.end());
  return out;
}

bool touches(const std::vector<std::string>& pointers, const std::string& place) {
  return std::any_of(pointers.begin(), pointers.end(), [&](const std::string& pointer) {
    return pointer == place || pointer.starts_with(place + "/") || place.starts_with(pointer + "/");
  });
}

}  // namespace tradelane::ebl
