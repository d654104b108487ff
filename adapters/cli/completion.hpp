// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <iosfwd>
#include <string>
#include <vector>

#include "adapters/cli/commands.hpp"

/// Scripts that let a shell complete the words of `tradelane`. They are made from the commands and
/// options there are, so that none is forgotten. Pure functions.
namespace tradelane::cli {

struct OptionWord {
  /// `--output`
  std::string name = {};
  std::string help = {};
  bool takes_value = false;
  /// The only values there are; empty: any, completed as a file's name.
  std::vector<std::string> values = {};
};

struct CommandWords {
  /// `act sign`; "" for the program itself.
  std::string path = {};
  std::string help = {};
  /// Names of the commands below it.
  std::vector<std::string> commands = {};
  std::vector<OptionWord> options = {};
};

/// `shell`: bash, zsh or fish.
std::string completion_script(const std::string& shell, const std::vector<CommandWords>& words);

void run(const Completion& command, std::ostream& out);

}  // namespace tradelane::cli
