// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <map>
#include <string>

namespace tradelane::operations {

/// The variables of this process by name, as they are now. While nobody changes them.
std::map<std::string, std::string> environment();

}  // namespace tradelane::operations
