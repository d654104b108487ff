// SPDX-License-Identifier: Apache-2.0
#include "chaincode/operations/environment.hpp"

#include <unistd.h>

namespace tradelane::operations {

std::map<std::string, std::string> environment() {
  std::map<std::string, std::string> out;
  for (char** at = ::environ; *at != nullptr; ++at) {
    const std::string entry = *at;
    if (const auto equals = entry.find('='); equals != std::string::npos)
      out.emplace(entry.substr(0, equals), entry.substr(equals + 1));
  }
  return out;
}

}  // namespace tradelane::operations
