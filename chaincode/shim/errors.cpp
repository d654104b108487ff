// SPDX-License-Identifier: Apache-2.0
#include "chaincode/shim/errors.hpp"

#include "chaincode/shim/text.hpp"

namespace tradelane::shim {

std::string_view cause_of(std::string_view text) {
  constexpr std::string_view mark = " failed: transaction ID: ";
  const auto at = text.find(mark);
  if (at == std::string_view::npos) return text;
  const auto colon = text.find(": ", at + mark.size());
  return colon == std::string_view::npos ? text : text.substr(colon + 2);
}

PeerError::PeerError(std::string text) : Fault(utf8_or_marked(text)), text_(std::move(text)) {}

CalleeFailed::CalleeFailed(const std::string& callee, Response response)
    : Fault(utf8_or_marked(callee + " answered " + std::to_string(response.status) + ": " +
                           response.message)),
      response_(std::move(response)) {}

}  // namespace tradelane::shim
