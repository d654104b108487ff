// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <iosfwd>
#include <string>
#include <variant>
#include <vector>

#include "adapters/cli/commands.hpp"
#include "adapters/cli/completion.hpp"
#include "adapters/cli/problem.hpp"

namespace tradelane::cli {

/// `args` without the program's name. Either a command or, after help or a usage error has been
/// printed, the exit status.
std::variant<Command, Exit> parse_options(const std::vector<std::string>& args, std::ostream& out,
                                          std::ostream& err);

/// Every command with its words, the program itself first.
std::vector<CommandWords> all_words();

}  // namespace tradelane::cli
