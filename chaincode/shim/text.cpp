// SPDX-License-Identifier: Apache-2.0
#include "chaincode/shim/text.hpp"

#include "chaincode/base/bytes.hpp"

namespace tradelane::shim {

std::string utf8_or_marked(std::string_view text) {
  std::string out(text);
  if (is_utf8(text)) return out;
  for (char& c : out)
    if (static_cast<unsigned char>(c) >= 0x80) c = '?';
  return out;
}

}  // namespace tradelane::shim
