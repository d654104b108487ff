// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <iosfwd>
#include <string>

#include "adapters/cli/commands.hpp"

namespace tradelane::cli {

/// `0.1.0`, as the build file has it.
std::string version();

/// Prints the version and what it speaks, for whoever reports a problem.
void run(const Version& command, std::ostream& out);

}  // namespace tradelane::cli
