// SPDX-License-Identifier: Apache-2.0
#include "chaincode/base/codes.hpp"

#include <array>

namespace tradelane {
namespace {

constexpr std::array table{
#define X(enumerator, token, kind, sentence) \
  CodeInfo{Code::enumerator, token, CodeClass::kind, sentence},
    TRADELANE_CODES(X)
#undef X
};

}  // namespace

const CodeInfo& info(Code code) { return table.at(static_cast<std::size_t>(code)); }

std::optional<Code> find_code(std::string_view token) {
  for (const CodeInfo& entry : table)
    if (entry.token == token) return entry.code;
  return std::nullopt;
}

int status_of(CodeClass kind) {
  switch (kind) {
    case CodeClass::malformed:
      return 400;
    case CodeClass::denied:
      return 403;
    case CodeClass::unknown:
      return 404;
    case CodeClass::conflict:
      return 409;
  }
  return 500;
}

}  // namespace tradelane
