// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "chaincode/server/config.hpp"
#include "chaincode/server/program.hpp"

namespace tradelane::server {

/// What the command line asks for besides configuration.
struct CommandLine {
  Values flags = {};
  std::optional<std::string> config_file = {};
  bool print_config = false;
  /// Text to print and stop with: help, or the version.
  std::optional<std::string> stop_with = {};
};

/// A key that may be given several times has its values with commas between. ARG_MALFORMED for a
/// flag that is unknown, lacks its value or is there twice.
Result<CommandLine> parse_command_line(const Program& program,
                                       const std::vector<std::string>& arguments);

}  // namespace tradelane::server
