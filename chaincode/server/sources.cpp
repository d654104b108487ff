// SPDX-License-Identifier: Apache-2.0
#include "chaincode/server/sources.hpp"

#include <algorithm>
#include <optional>

#include "chaincode/codec/json.hpp"
#include "chaincode/server/options.hpp"

namespace tradelane::server {
namespace {

Result<std::string> text_of_list(const Option& option, const Json::Array& list) {
  std::string out;
  for (const Json& item : list) {
    const auto* text = item.as_string();
    if (text == nullptr || text->empty())
      return bad_value(option.name, "a list of texts is needed");
    out += (out.empty() ? "" : ",") + *text;
  }
  if (out.empty()) return bad_value(option.name, "a list of texts is needed");
  return out;
}

Result<std::string> text_of_value(const Option& option, const Json& value) {
  if (const auto* text = value.as_string()) return *text;
  if (const auto* number = value.as_number()) return number->text;
  if (option.is_repeatable && value.as_array() != nullptr)
    return text_of_list(option, *value.as_array());
  return bad_value(option.name, option.is_repeatable ? "a text or a list of texts is needed"
                                                     : "a text or a number is needed");
}

/// As Go's `strconv.ParseBool` reads it, since the programs do that share these names.
std::optional<bool> switch_of(const std::string& text) {
  for (const char* yes : {"1", "t", "T", "true", "TRUE", "True"})
    if (text == yes) return true;
  for (const char* no : {"0", "f", "F", "false", "FALSE", "False"})
    if (text == no) return false;
  return std::nullopt;
}

struct Switch {
  const char* name;
  bool turns_tls_on;  // when it is true
};

/// The first one that is set counts.
constexpr Switch switches[] = {{"CHAINCODE_TLS_DISABLED", false}, {"CORE_PEER_TLS_ENABLED", true}};

}  // namespace

Result<Values> read_file_values(const std::string& text) {
  const auto json = parse_json(text);
  if (!json || json->as_object() == nullptr)
    return refuse(Code::arg_malformed, "",
                  "one JSON object is needed, such as {\"listen\": \"127.0.0.1:9999\"}");
  Values out;
  for (const auto& [name, value] : *json->as_object()) {
    const Option* option = find_option(name);
    if (option == nullptr) return unknown_key(name);
    auto read = text_of_value(*option, value);
    if (!read) return read.error();
    out.emplace(name, std::move(*read));
  }
  return out;
}

Result<Values> environment_values(const std::map<std::string, std::string>& environment) {
  const auto find = [&](const std::string& name) -> const std::string* {
    const auto at = environment.find(name);
    return at == environment.end() || at->second.empty() ? nullptr : &at->second;
  };
  Values out;
  for (const Option& option : options())
    for (const std::string& name : option.environment)
      if (const auto* value = find(name)) out.emplace(option.name, *value);
  for (const Switch& one : switches) {
    const auto* value = find(one.name);
    if (value == nullptr) continue;
    const auto is_set = switch_of(*value);
    if (!is_set) return bad_value(one.name, "true or false is needed, not " + shown(*value));
    out.emplace("tls", *is_set == one.turns_tls_on ? "mutual" : "off");
  }
  return out;
}

}  // namespace tradelane::server
