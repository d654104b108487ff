// SPDX-License-Identifier: Apache-2.0
#include "tests/support/json_schema.hpp"

#include <algorithm>
#include <map>
#include <regex>

#include "chaincode/base/time.hpp"

namespace tradelane::test {
namespace {

std::string check(const Json& value, const Json& schema, const Json& root, const std::string& at);

bool is_of_type(const Json& value, const std::string& type) {
  if (type == "object") return value.as_object() != nullptr;
  if (type == "array") return value.as_array() != nullptr;
  if (type == "string") return value.as_string() != nullptr;
  if (type == "boolean") return value.as_bool() != nullptr;
  return type == "integer" && value.as_integer().has_value();
}

bool is_of_format(const std::string& text, const std::string& format) {
  if (format == "date-time") return Timestamp::parse(text).has_value();
  return format == "date" && Date::parse(text).has_value();
}

bool has_doubles(const Json::Array& items) {
  for (auto one = items.begin(); one != items.end(); ++one)
    if (std::find(std::next(one), items.end(), *one) != items.end()) return true;
  return false;
}

/// One keyword of the schema that says something of the value as a whole.
std::string check_keyword(const Json& value, const std::string& name, const Json& rule) {
  const std::string* text = value.as_string();
  const Json::Array* items = value.as_array();
  const auto number = value.as_integer();
  if (name == "type") return is_of_type(value, *rule.as_string()) ? "" : "not a " + canonical(rule);
  if (name == "enum") {
    const auto& all = *rule.as_array();
    return std::find(all.begin(), all.end(), value) != all.end() ? ""
                                                                 : "none of " + canonical(rule);
  }
  if (name == "pattern" && text != nullptr)
    return std::regex_search(*text, std::regex(*rule.as_string())) ? "" : "not " + canonical(rule);
  if (name == "format" && text != nullptr)
    return is_of_format(*text, *rule.as_string()) ? "" : "not a " + canonical(rule);
  if (name == "minLength" && text != nullptr)
    return static_cast<std::int64_t>(text->size()) >= rule.as_integer() ? "" : "too short";
  if (name == "minimum" && number) return *number >= rule.as_integer() ? "" : "too little";
  if (name == "maximum" && number) return *number <= rule.as_integer() ? "" : "too much";
  if (name == "minItems" && items != nullptr)
    return static_cast<std::int64_t>(items->size()) >= rule.as_integer() ? "" : "too few";
  if (name == "uniqueItems" && items != nullptr && rule == Json(true))
    return has_doubles(*items) ? "not unique" : "";
  static const char* const known[] = {
      "$id",         "$ref",       "items",  "properties", "required", "additionalProperties",
      "definitions", "pattern",    "format", "minLength",  "minimum",  "maximum",
      "minItems",    "uniqueItems"};
  return std::find(std::begin(known), std::end(known), name) == std::end(known)
             ? "the schema has the unknown keyword " + name
             : "";
}

std::string check_members(const Json::Object& object, const Json& schema, const Json& root,
                          const std::string& at) {
  if (const Json* required = schema.find("required"))
    for (const Json& name : *required->as_array())
      if (!object.contains(*name.as_string())) return at + ": lacks " + *name.as_string();
  const Json* properties = schema.find("properties");
  const Json* others = schema.find("additionalProperties");
  for (const auto& [name, member] : object) {
    const std::string here = at + "/" + name;
    const Json* rule = properties == nullptr ? nullptr : properties->find(name);
    if (rule == nullptr) rule = others;
    if (rule == nullptr) continue;
    if (rule->as_bool() != nullptr) {
      if (!*rule->as_bool()) return here + ": unknown";
      continue;
    }
    if (auto problem = check(member, *rule, root, here); !problem.empty()) return problem;
  }
  return "";
}

/// "#/definitions/schema" in `root`; null pointer when nothing is there.
const Json* look_up(const Json& root, const std::string& reference) {
  const Json* found = &root;
  for (std::size_t at = reference.find('/'); found != nullptr && at != std::string::npos;) {
    const std::size_t end = reference.find('/', at + 1);
    found = found->find(reference.substr(at + 1, end == std::string::npos ? end : end - at - 1));
    at = end;
  }
  return found;
}

std::string check(const Json& value, const Json& schema, const Json& root, const std::string& at) {
  if (schema.as_object() == nullptr) return at + ": its schema is no object";
  if (const Json* reference = schema.find("$ref")) {
    const Json* target = look_up(root, *reference->as_string());
    if (target == nullptr) return at + ": nothing at " + *reference->as_string();
    return check(value, *target, root, at);
  }
  for (const auto& [name, rule] : *schema.as_object())
    if (auto problem = check_keyword(value, name, rule); !problem.empty())
      return at + ": " + problem;
  if (const auto* object = value.as_object()) return check_members(*object, schema, root, at);
  const Json* items = schema.find("items");
  if (items == nullptr || value.as_array() == nullptr) return "";
  std::size_t index = 0;
  for (const Json& item : *value.as_array())
    if (auto problem = check(item, *items, root, at + "/" + std::to_string(index++));
        !problem.empty())
      return problem;
  return "";
}

}  // namespace

std::string schema_problem(const Json& value, const Json& schema, const Json& root) {
  return check(value, schema, root, "");
}

}  // namespace tradelane::test
