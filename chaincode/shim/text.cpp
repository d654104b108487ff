// SPDX-License-Identifier: Apache-2.0
#include "chaincode/shim/text.hpp"

#include "chaincode/base/bytes.hpp"

namespace tradelane::shim {
namespace {

/// Of a character that begins with `first`, if it is one at all.
std::size_t length_of(char first) {
  const auto octet = static_cast<unsigned char>(first);
  return octet < 0x80 ? 1 : octet < 0xE0 ? 2 : octet < 0xF0 ? 3 : 4;
}

}  // namespace

std::string utf8_or_marked(std::string_view text) {
  if (is_utf8(text)) return std::string(text);
  std::string out;
  while (!text.empty()) {
    const std::string_view character = text.substr(0, length_of(text.front()));
    const bool is_good = is_utf8(character);
    out.append(is_good ? character : "?");
    text.remove_prefix(is_good ? character.size() : 1);
  }
  return out;
}

}  // namespace tradelane::shim
