// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>

#include <CLI/CLI.hpp>

#include "adapters/cli/commands.hpp"

/// Options that several commands have, for `options.cpp` only.
namespace tradelane::cli {

// CLI11 would tell the range of a double, in 300 digits.
inline const CLI::Validator whole_number(
    [](const std::string& text) {
      const bool digits =
          !text.empty() && text.find_first_not_of("0123456789") == std::string::npos;
      return digits ? std::string() : text + " is no whole number from 0 on";
    },
    "");
inline const CLI::Validator not_empty(
    [](const std::string& text) { return text.empty() ? "is empty" : std::string(); }, "");

void add_output(CLI::App& app, Output& output);
void add_names(CLI::App& app, std::string& channel, std::string& chaincode);
void add_connection(CLI::App& app, ConnectionFlags& flags);
void add_arguments(CLI::App& app, ArgumentFlags& flags);

}  // namespace tradelane::cli
