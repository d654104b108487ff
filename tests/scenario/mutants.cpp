// SPDX-License-Identifier: Apache-2.0
#include "tests/scenario/mutants.hpp"

#include <algorithm>

#include "chaincode/base/time.hpp"
#include "tests/support/cast.hpp"

namespace tradelane::scenario {
namespace {

using Emit = std::vector<Mutant>;

/// `mutants` of one part, as mutants of the whole that `rebuild` puts around them.
template <class Rebuild>
void lift(const std::string& name, const Json& part, const Rebuild& rebuild, Emit& out) {
  for (Mutant& mutant : mutants_of(part))
    out.push_back({"/" + name + mutant.what, rebuild(std::move(mutant.value))});
}

void mutate_object(const Json::Object& object, Emit& out) {
  for (const auto& [name, member] : object) {
    const auto rebuild = [&](Json value) {
      Json::Object copy = object;
      copy.insert_or_assign(name, std::move(value));
      return Json(std::move(copy));
    };
    lift(name, member, rebuild, out);
    Json::Object copy = object;
    copy.erase(name);
    out.push_back({"/" + name + " left out", std::move(copy)});
  }
  Json::Object copy = object;
  copy.emplace("addition", 1);
  out.push_back({"/addition added", std::move(copy)});
}

void mutate_array(const Json::Array& array, Emit& out) {
  for (std::size_t i = 0; i < array.size(); ++i) {
    const auto rebuild = [&](Json value) {
      Json::Array copy = array;
      copy[i] = std::move(value);
      return Json(std::move(copy));
    };
    lift(std::to_string(i), array[i], rebuild, out);
    Json::Array copy = array;
    copy.erase(copy.begin() + static_cast<std::ptrdiff_t>(i));
    out.push_back({"/" + std::to_string(i) + " left out", std::move(copy)});
  }
}

bool is_hex64(const std::string& text) { return Digest::parse(text).has_value(); }

std::string another_text(const std::string& text) {
  if (const auto time = Timestamp::parse(text)) return time->plus_seconds(1).text();
  if (const auto date = Date::parse(text)) return date->plus_days(1).text();
  if (text == test::party_id("EXP").text()) return test::party_id("IMP").text();
  for (const auto& [alias, role] : test::cast().all())
    if (text == role.id.text()) return test::party_id("EXP").text();
  std::string out = text;
  if (is_hex64(text)) {
    out.back() = text.back() == '0' ? '1' : '0';
  } else if (!text.empty() && (is_digit(text.back()) || is_upper(text.back()))) {
    out.back() = text.back() == '7' ? '8' : '7';
  } else {
    out += "x";
  }
  return out;
}

}  // namespace

Json another(const Json& leaf) {
  if (const bool* flag = leaf.as_bool()) return !*flag;
  if (const auto number = leaf.as_integer()) return *number + 1;
  if (const std::string* text = leaf.as_string()) return another_text(*text);
  return "another";
}

std::vector<Mutant> mutants_of(const Json& value) {
  Emit out;
  if (const Json::Object* object = value.as_object()) {
    mutate_object(*object, out);
  } else if (const Json::Array* array = value.as_array()) {
    mutate_array(*array, out);
  } else {
    out.push_back({" changed", another(value)});
  }
  return out;
}

}  // namespace tradelane::scenario
