// SPDX-License-Identifier: Apache-2.0
#include "chaincode/shim/key_rules.hpp"

#include "chaincode/base/bytes.hpp"
#include "chaincode/ledger/key.hpp"
#include "chaincode/shim/errors.hpp"

namespace tradelane::shim {
namespace {

constexpr std::string_view highest = "\xf4\x8f\xbf\xbf";  // U+10FFFF
constexpr char separator = '\0';

bool is_composite(std::string_view key) {
  return key.size() >= 2 && key.front() == separator && key.back() == separator &&
         key.find(highest) == std::string_view::npos;
}

void append_part(std::string& out, std::string_view part) {
  if (!ledger::fits_a_key(part))
    throw Misuse("a part of a composite key is no UTF-8, or holds U+0000 or U+10FFFF: " +
                 to_hex(part));
  out.append(part).push_back(separator);
}

}  // namespace

void require_text(std::string_view text, const char* what) {
  if (!is_utf8(text)) throw Misuse(std::string(what) + " is not UTF-8");
}

void require_key(std::string_view key) {
  if (key.empty()) throw Misuse("a key is empty");
  require_text(key, "a key");
  if (key.front() == separator && !is_composite(key))
    throw Misuse("a key begins with U+0000 and is no composite key");
}

void require_collection(std::string_view name) {
  if (name.empty()) throw Misuse("a collection has no name");
  require_text(name, "the name of a collection");
  if (name.find(separator) != std::string_view::npos)
    throw Misuse("the name of a collection holds U+0000");
}

void require_range(std::string_view start, std::string_view end) {
  for (const std::string_view key : {start, end}) {
    require_text(key, "an end of a range");
    if (!key.empty() && key.front() == separator)
      throw Misuse("a range of simple keys begins or ends among the composite keys");
  }
}

std::string create_composite_key(std::string_view type, const std::vector<std::string>& parts) {
  std::string out(1, separator);
  append_part(out, type);
  for (const std::string& part : parts) append_part(out, part);
  return out;
}

std::pair<std::string, std::vector<std::string>> split_composite_key(std::string_view key) {
  if (!is_utf8(key) || !is_composite(key)) throw Misuse("this is no composite key");
  std::vector<std::string> parts;
  for (std::size_t at = 1; at < key.size();) {
    const auto end = key.find(separator, at);
    parts.emplace_back(key.substr(at, end - at));
    at = end + 1;
  }
  std::string type = std::move(parts.front());
  parts.erase(parts.begin());
  return {std::move(type), std::move(parts)};
}

std::string end_of_prefix(std::string_view prefix) { return std::string(prefix).append(highest); }

}  // namespace tradelane::shim
