// SPDX-License-Identifier: Apache-2.0
#include "adapters/http/message.hpp"

namespace tradelane::http {

std::string lower_case(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return out;
}

std::string Request::header(std::string_view name) const {
  const auto at = headers.find(lower_case(name));
  return at == headers.end() ? "" : at->second;
}

}  // namespace tradelane::http
