// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <vector>

#include "adapters/cli/environment.hpp"
#include "adapters/cli/screen.hpp"

namespace tradelane::cli {

/// The whole command `tradelane`: `args` without the program's name, results on `screen.out`,
/// problems on `screen.err`. Asks nobody anything. Returns the exit status (problem.hpp).
int run(const std::vector<std::string>& args, const Screen& screen, const Variables& variables);

}  // namespace tradelane::cli
