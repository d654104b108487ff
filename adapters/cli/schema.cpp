// SPDX-License-Identifier: Apache-2.0
#include "adapters/cli/schema.hpp"

#include <algorithm>
#include <regex>

#include "chaincode/base/id.hpp"
#include "chaincode/base/time.hpp"

namespace tradelane::cli {

namespace {

constexpr std::size_t most_references = 16;
// The pattern is the chaincode's, and a library that backtracks must end.
constexpr std::size_t most_pattern_text = 256;

const std::string* text_at(const Json& schema, std::string_view name) {
  const Json* found = schema.find(name);
  return found == nullptr ? nullptr : found->as_string();
}

const Json::Array* list_at(const Json& schema, std::string_view name) {
  const Json* found = schema.find(name);
  return found == nullptr ? nullptr : found->as_array();
}

/// "#/components/schemas/Asset" in `root`; "Asset" alone, as the contract API for Go refers from
/// one schema to another, is the same.
const Json* look_up(const Json& root, const std::string& reference) {
  if (!reference.starts_with('#')) {
    const Json* components = root.find("components");
    const Json* schemas = components == nullptr ? nullptr : components->find("schemas");
    return schemas == nullptr ? nullptr : schemas->find(reference);
  }
  const Json* found = &root;
  for (std::size_t at = reference.find('/'); found != nullptr && at != std::string::npos;) {
    const std::size_t end = reference.find('/', at + 1);
    found = found->find(reference.substr(at + 1, end == std::string::npos ? end : end - at - 1));
    at = end;
  }
  return found;
}

std::string kind_of(const Json& value) {
  if (value.as_object() != nullptr) return "an object";
  if (value.as_array() != nullptr) return "a list";
  if (value.as_string() != nullptr) return "a text";
  if (value.as_number() != nullptr) return "a number";
  return value.as_bool() != nullptr ? "true or false" : "null";
}

std::string words_of_type(const std::string& type) {
  if (type == "object") return "an object";
  if (type == "array") return "a list";
  if (type == "string") return "a text";
  if (type == "integer") return "a whole number";
  if (type == "number") return "a number";
  return type == "boolean" ? "true or false" : type;
}

bool is_of_type(const Json& value, const std::string& type) {
  if (type == "object") return value.as_object() != nullptr;
  if (type == "array") return value.as_array() != nullptr;
  if (type == "string") return value.as_string() != nullptr;
  if (type == "boolean") return value.as_bool() != nullptr;
  if (type == "number") return value.as_number() != nullptr;
  if (type == "null") return value.is_null();
  if (type == "integer")
    return value.as_number() != nullptr &&
           value.as_number()->text.find_first_of(".eE") == std::string::npos;
  return true;
}

std::string listed(const Json::Array& items) {
  std::string out;
  for (const Json& item : items)
    out += (out.empty() ? "" : ", ") +
           (item.as_string() != nullptr ? *item.as_string() : canonical(item));
  return out;
}

/// Without groups a search is at worst polynomial.
bool breaks_pattern(const std::string& text, const std::string& pattern) {
  if (text.size() > most_pattern_text || pattern.find('(') != std::string::npos) return false;
  try {
    return !std::regex_search(text, std::regex(pattern));
  } catch (const std::regex_error&) {
    return false;  // of another dialect
  }
}

std::string fault_of_text(const std::string& text, const Json& schema) {
  if (const auto* pattern = text_at(schema, "pattern"); pattern && breaks_pattern(text, *pattern))
    return "does not have the form " + *pattern;
  const auto* format = text_at(schema, "format");
  if (format == nullptr) return "";
  if (*format == "date" && !Date::parse(text)) return "is no date like 2026-03-05";
  // Go and Java also write fractions and offsets.
  const bool is_time = text.size() >= 20 && text[10] == 'T' && Date::parse(text.substr(0, 10));
  return *format == "date-time" && !is_time ? "is no time like 2026-03-05T08:00:00Z" : "";
}

std::string fault_of_number(const Json& value, const Json& schema) {
  const auto number = value.as_integer();
  const Json* least = schema.find("minimum");
  const Json* most = schema.find("maximum");
  if (number && least != nullptr && least->as_integer() && *number < *least->as_integer())
    return "is less than " + canonical(*least);
  if (number && most != nullptr && most->as_integer() && *number > *most->as_integer())
    return "is more than " + canonical(*most);
  return "";
}

std::string fault_of(const Json& value, const Json& schema) {
  const std::string type = type_of(schema);
  if (!type.empty() && !is_of_type(value, type)) {
    std::string out = "is " + kind_of(value) + " and must be " + words_of_type(type);
    if (type == "string" && value.as_number() != nullptr)
      out += ": write \"" + value.as_number()->text + "\"";
    return out;
  }
  const auto* allowed = list_at(schema, "enum");
  if (allowed != nullptr && std::find(allowed->begin(), allowed->end(), value) == allowed->end())
    return "is none of " + listed(*allowed);
  if (const auto* text = value.as_string()) return fault_of_text(*text, schema);
  return fault_of_number(value, schema);
}

class Checker {
 public:
  explicit Checker(const Json& root) : root_(root) {}

  void check(const Json& value, const Json& schema, const std::string& at) {
    const Json rule = resolved(schema, root_);
    if (auto what = fault_of(value, rule); !what.empty()) {
      out_.push_back({at, std::move(what)});
    } else if (const auto* object = value.as_object()) {
      check_members(*object, rule, at);
    } else if (const auto* array = value.as_array(); array != nullptr && rule.find("items")) {
      for (std::size_t i = 0; i < array->size(); ++i)
        check((*array)[i], *rule.find("items"), at + "/" + std::to_string(i));
    }
  }

  std::vector<Misfit> take() { return std::move(out_); }

 private:
  void check_members(const Json::Object& object, const Json& rule, const std::string& at) {
    static const Json::Object none;
    const Json* properties = rule.find("properties");
    const auto& known =
        properties != nullptr && properties->as_object() ? *properties->as_object() : none;
    const Json* others = rule.find("additionalProperties");
    std::vector<std::string> names;
    for (const auto& [name, schema] : known)
      if (!object.contains(name)) names.push_back(name);
    if (const auto* required = list_at(rule, "required"))
      for (const Json& name : *required)
        if (name.as_string() != nullptr && !object.contains(*name.as_string()))
          out_.push_back({at + "/" + *name.as_string(), "is missing"});
    for (const auto& [name, member] : object) {
      const std::string here = at + "/" + name;
      if (const auto found = known.find(name); found != known.end())
        check(member, found->second, here);
      else if (others != nullptr && *others == Json(false))
        out_.push_back({here, "is unknown" + hint(nearest(name, names))});
      else if (others != nullptr && others->as_object() != nullptr)
        check(member, *others, here);
    }
  }

  static std::string hint(const std::string& name) {
    return name.empty() ? "" : " (did you mean " + name + "?)";
  }

  const Json& root_;
  std::vector<Misfit> out_ = {};
};

/// Levenshtein's, in one row; upper and lower case are the same.
std::size_t distance(std::string_view a, std::string_view b) {
  const auto lower = [](char c) { return is_upper(c) ? static_cast<char>(c - 'A' + 'a') : c; };
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t above = row[j];
      const std::size_t changed = diagonal + (lower(a[i - 1]) == lower(b[j - 1]) ? 0 : 1);
      row[j] = std::min({above + 1, row[j - 1] + 1, changed});
      diagonal = above;
    }
  }
  return row.back();
}

}  // namespace

std::vector<Misfit> misfits(const Json& value, const Json& schema, const Json& root) {
  Checker checker(root);
  checker.check(value, schema, "");
  return checker.take();
}

Json resolved(const Json& schema, const Json& root) {
  const Json* at = &schema;
  for (std::size_t i = 0; i < most_references && at != nullptr; ++i) {
    const auto* reference = text_at(*at, "$ref");
    if (reference == nullptr) return *at;
    at = look_up(root, *reference);
  }
  return {};
}

std::string type_of(const Json& schema) {
  const auto* type = text_at(schema, "type");
  if (type != nullptr) return *type;
  return schema.find("properties") != nullptr ? "object" : "";
}

std::string describe_schema(const Json& schema, const Json& root) {
  if (const auto* reference = text_at(schema, "$ref"))
    return reference->substr(reference->rfind('/') + 1);
  const std::string type = type_of(schema);
  if (const auto* allowed = list_at(schema, "enum")) return "one of " + listed(*allowed);
  if (type == "array") {
    const Json* items = schema.find("items");
    return items == nullptr ? "list" : "list of " + describe_schema(*items, root);
  }
  if (type == "string") {
    if (const auto* pattern = text_at(schema, "pattern")) return "text " + *pattern;
    const auto* format = text_at(schema, "format");
    return format == nullptr ? "text" : *format;
  }
  if (type == "object") {
    const Json* others = schema.find("additionalProperties");
    if (others != nullptr && others->as_object() != nullptr)
      return "object of " + describe_schema(*others, root);
  }
  return type.empty() ? "anything" : type;
}

std::string nearest(std::string_view name, const std::vector<std::string>& names) {
  std::string out;
  std::size_t least = std::max<std::size_t>(2, name.size() / 3) + 1;
  for (const std::string& candidate : names)
    if (const std::size_t far = distance(name, candidate); far < least) {
      least = far;
      out = candidate;
    }
  return out;
}

}  // namespace tradelane::cli
