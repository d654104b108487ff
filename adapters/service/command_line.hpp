// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "adapters/service/keys.hpp"

namespace tradelane::service {

/// A program as help and version name it.
struct Program {
  std::string name = {};
  /// What it does, in one line, and an example.
  std::string about = {};
};

/// What the command line asks for besides configuration.
struct CommandLine {
  Values flags = {};
  std::optional<std::string> config_file = {};
  bool print_config = false;
  /// Text to print and stop with: help, or the version.
  std::optional<std::string> stop_with = {};
};

/// ARG_MALFORMED for a flag that is unknown or lacks its value.
Result<CommandLine> parse_command_line(const Program& program, const Keys& keys,
                                       const std::vector<std::string>& arguments);

/// Sets `keys` from the file that `line` names, `environment` and the flags, in this order.
Result<> set_all(const Keys& keys, const CommandLine& line,
                 const std::map<std::string, std::string>& environment);

}  // namespace tradelane::service
