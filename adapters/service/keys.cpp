// SPDX-License-Identifier: Apache-2.0
#include "adapters/service/keys.hpp"

#include <algorithm>
#include <charconv>

#include "chaincode/base/id.hpp"
#include "chaincode/codec/json.hpp"

namespace tradelane::service {
namespace {

Error bad(const std::string& name, const std::string& why) {
  return refuse(Code::arg_malformed, "", name + ": " + why);
}

Result<std::int64_t> number(const std::string& name, std::string_view text, std::int64_t least,
                            std::int64_t most) {
  std::int64_t value = 0;
  const char* last = text.data() + text.size();
  const auto [end, error] = std::from_chars(text.data(), last, value);
  if (error != std::errc{} || end != last || value < least || value > most)
    return bad(name, "a number from " + std::to_string(least) + " to " + std::to_string(most) +
                         " is needed, not \"" + std::string(text) + "\"");
  return value;
}

Result<> set_address(const std::string& name, const std::string& text, Address& into) {
  const auto colon = text.rfind(':');
  if (colon == std::string::npos || colon == 0)
    return bad(name, "ADDRESS:PORT is needed, such as 127.0.0.1:9443, not \"" + text + "\"");
  const auto port = number(name, std::string_view(text).substr(colon + 1), 0, 65'535);
  if (!port) return port.error();
  into = {.host = text.substr(0, colon), .port = static_cast<std::uint16_t>(*port)};
  return Done{};
}

Result<> set_level(const std::string& name, const std::string& text, LogLevel& into) {
  for (const LogLevel known : {LogLevel::debug, LogLevel::info, LogLevel::warn, LogLevel::error}) {
    if (text_of(known) != text) continue;
    into = known;
    return Done{};
  }
  return bad(name, "debug, info, warn or error is needed, not \"" + text + "\"");
}

Result<> set_list(const std::string& name, const std::string& text,
                  std::vector<std::string>& into) {
  std::vector<std::string> out;
  for (std::size_t at = 0; at <= text.size();) {
    const std::size_t comma = std::min(text.find(',', at), text.size());
    out.push_back(text.substr(at, comma - at));
    if (out.back().empty()) return bad(name, "an entry of \"" + text + "\" is empty");
    at = comma + 1;
  }
  into = std::move(out);
  return Done{};
}

Result<std::string> text_in(const std::string& name, const Json& value) {
  if (const auto* string = value.as_string()) return *string;
  if (const auto* count = value.as_number()) return count->text;
  std::vector<std::string> items;
  if (const auto* array = value.as_array())
    for (const Json& item : *array)
      if (const auto* string = item.as_string()) items.push_back(*string);
  if (items.empty() || items.size() != value.as_array()->size())
    return bad(name, "a text, a number or a list of texts is needed");
  return joined(items);
}

}  // namespace

std::string joined(const std::vector<std::string>& items) {
  std::string out;
  for (const std::string& item : items) out += (out.empty() ? "" : ",") + item;
  return out;
}

std::string Key::environment() const {
  std::string out = "TRADELANE_";
  for (const char c : name)
    out += c == '-' ? '_' : is_lower(c) ? static_cast<char>(c - 'a' + 'A') : c;
  return out;
}

void Keys::add_text(const std::string& name, const std::string& unit, const std::string& help,
                    std::string& into) {
  keys_.push_back({.name = name,
                   .unit = unit,
                   .help = help,
                   .set = [&into](const std::string& text) -> Result<> {
                     into = text;
                     return Done{};
                   },
                   .get = [&into] { return into; }});
}

void Keys::add_list(const std::string& name, const std::string& unit, const std::string& help,
                    std::vector<std::string>& into) {
  keys_.push_back(
      {.name = name,
       .unit = unit,
       .help = help,
       .set = [name, &into](const std::string& text) { return set_list(name, text, into); },
       .get = [&into] { return joined(into); },
       .repeatable = true});
}

void Keys::add_number(const std::string& name, const std::string& unit, const std::string& help,
                      std::int64_t& into, std::int64_t least, std::int64_t most) {
  keys_.push_back({.name = name,
                   .unit = unit,
                   .help = help,
                   .set = [=, &into](const std::string& text) -> Result<> {
                     const auto value = number(name, text, least, most);
                     if (!value) return value.error();
                     into = *value;
                     return Done{};
                   },
                   .get = [&into] { return std::to_string(into); }});
}

void Keys::add_address(const std::string& name, const std::string& help, Address& into) {
  keys_.push_back(
      {.name = name,
       .unit = "ADDRESS:PORT",
       .help = help,
       .set = [name, &into](const std::string& text) { return set_address(name, text, into); },
       .get = [&into] { return into.text(); }});
}

void Keys::add_level(const std::string& name, const std::string& help, LogLevel& into) {
  keys_.push_back(
      {.name = name,
       .unit = "LEVEL",
       .help = help,
       .set = [name, &into](const std::string& text) { return set_level(name, text, into); },
       .get = [&into] { return std::string(text_of(into)); }});
}

Result<> Keys::set(const Values& values) const {
  for (const auto& [name, text] : values) {
    const auto key =
        std::find_if(keys_.begin(), keys_.end(), [&](const Key& one) { return one.name == name; });
    if (key == keys_.end()) return bad(name, "there is no such key");
    if (auto done = key->set(text); !done) return done;
  }
  return Done{};
}

std::string Keys::print() const {
  std::string out;
  for (const Key& key : keys_) out += key.name + " = " + key.get() + "\n";
  return out;
}

Result<Values> read_file_values(const std::string& text) {
  const auto json = parse_json(text);
  if (!json || json->as_object() == nullptr) return bad("config", "one JSON object is needed");
  Values out;
  for (const auto& [name, value] : *json->as_object()) {
    auto one = text_in(name, value);
    if (!one) return one.error();
    out.emplace(name, std::move(*one));
  }
  return out;
}

Values environment_values(const Keys& keys, const std::map<std::string, std::string>& environment) {
  Values out;
  for (const Key& key : keys.all()) {
    const auto at = environment.find(key.environment());
    if (at != environment.end() && !at->second.empty()) out.emplace(key.name, at->second);
  }
  return out;
}

}  // namespace tradelane::service
