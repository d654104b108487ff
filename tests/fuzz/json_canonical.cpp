// SPDX-License-Identifier: Apache-2.0
// Canonical JSON (RFC 8785): the canonical form is JSON of the same value, is
// its own canonical form, has no white space outside of texts, and its names
// are in the order of UTF-16.
#include <boost/json.hpp>

#include "chaincode/codec/json.hpp"
#include "tests/fuzz/target.hpp"

namespace tradelane::fuzz {
namespace {

/// UTF-16 of well-formed UTF-8, by code points: not the way our writer
/// compares.
std::u16string utf16(std::string_view text) {
  std::u16string out;
  for (std::size_t i = 0; i < text.size();) {
    const auto lead = static_cast<unsigned char>(text[i]);
    const std::size_t length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    char32_t point = length == 1 ? lead : lead & (0xFFU >> (length + 1));
    for (std::size_t k = 1; k < length; ++k)
      point = point << 6U | (static_cast<unsigned char>(text[i + k]) & 0x3FU);
    if (point < 0x10000) {
      out.push_back(static_cast<char16_t>(point));
    } else {
      out.push_back(static_cast<char16_t>(0xD800 + ((point - 0x10000) >> 10U)));
      out.push_back(static_cast<char16_t>(0xDC00 + ((point - 0x10000) & 0x3FFU)));
    }
    i += length;
  }
  return out;
}

/// Boost keeps the members of an object in the order they were written.
bool is_ordered(const boost::json::value& value) {
  if (const auto* array = value.if_array()) {
    for (const auto& item : *array)
      if (!is_ordered(item)) return false;
  }
  const auto* object = value.if_object();
  if (object == nullptr) return true;
  const std::u16string* last = nullptr;
  std::u16string before;
  for (const auto& member : *object) {
    std::u16string name = utf16(std::string_view(member.key()));
    if ((last != nullptr && !(*last < name)) || !is_ordered(member.value())) return false;
    before = std::move(name);
    last = &before;
  }
  return true;
}

bool has_white_space(std::string_view text) {
  bool in_text = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (in_text && text[i] == '\\') {
      ++i;
    } else if (text[i] == '"') {
      in_text = !in_text;
    } else if (!in_text && (text[i] == ' ' || text[i] == '\n' || text[i] == '\t')) {
      return true;
    }
  }
  return false;
}

}  // namespace

void json_canonical(std::string_view bytes) {
  const auto value = parse_json(bytes);
  if (!value) return;
  const std::string once = canonical(*value);
  const auto again = parse_json(once);
  require(again.ok(), "the canonical form is JSON");
  require(*again == *value, "of the same value");
  require(canonical(*again) == once, "and its own canonical form");
  require(!has_white_space(once), "without white space");
  boost::json::error_code failed;
  const auto theirs = boost::json::parse(once, failed);
  require(!failed, "the canonical form is JSON to others");
  require(is_ordered(theirs), "with names in the order of UTF-16");
}

}  // namespace tradelane::fuzz
