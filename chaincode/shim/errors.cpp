// SPDX-License-Identifier: Apache-2.0
#include "chaincode/shim/errors.hpp"

#include "chaincode/shim/text.hpp"

namespace tradelane::shim {

PeerError::PeerError(std::string text) : Fault(utf8_or_marked(text)), text_(std::move(text)) {}

std::string_view PeerError::cause() const {
  constexpr std::string_view mark = " failed: transaction ID: ";
  const std::string_view all(text_);
  const auto at = all.find(mark);
  if (at == std::string_view::npos) return all;
  const auto colon = all.find(": ", at + mark.size());
  return colon == std::string_view::npos ? all : all.substr(colon + 2);
}

CalleeFailed::CalleeFailed(const std::string& callee, Response response)
    : Fault(utf8_or_marked(callee + " answered " + std::to_string(response.status) + ": " +
                           response.message)),
      response_(std::move(response)) {}

}  // namespace tradelane::shim
