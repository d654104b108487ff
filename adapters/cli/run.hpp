// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <iosfwd>
#include <string>
#include <vector>

namespace tradelane::cli {

/// The whole command `tradelane`: `args` without the program's name, results on `out`, problems on
/// `err`. Returns the exit status (problem.hpp).
int run(const std::vector<std::string>& args, std::ostream& out, std::ostream& err);

}  // namespace tradelane::cli
