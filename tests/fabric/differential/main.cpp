// SPDX-License-Identifier: Apache-2.0
// Usage: differential_test --line=3.1|2.5 [--full] [--seed=N] [--show=N] [options of doctest]. Exit
// status as fabric_test. --full takes at least 3,000 submits and 10,000 evaluates; a seed repeats a
// run; --show says how many differences are printed.
#define DOCTEST_CONFIG_IMPLEMENT
#include <iostream>
#include <optional>
#include <random>
#include <string>

#include <doctest/doctest.h>
#include <google/protobuf/stubs/logging.h>

#include "tests/fabric/differential/run.hpp"

namespace {

using tradelane::differential::Run;

Run asked = {};

/// Behind `flag`; absent for any other argument.
std::optional<std::string> behind(const std::string& argument, const std::string& flag) {
  if (!argument.starts_with(flag)) return std::nullopt;
  return argument.substr(flag.size());
}

bool read_arguments(int count, char** arguments) {
  bool has_line = false;
  asked.seed = std::random_device()() % 1'000'000;
  for (int i = 1; i < count; ++i) {
    const std::string argument = arguments[i];
    if (const auto text = behind(argument, "--line=")) {
      const auto line = tradelane::fabric::line_of(*text);
      has_line = line.has_value();
      if (line) asked.line = *line;
    }
    if (const auto text = behind(argument, "--seed=")) asked.seed = std::stoull(*text);
    if (const auto text = behind(argument, "--show=")) asked.shown = std::stoull(*text);
    if (argument == "--full") {
      asked.submits_of_a_space = 50;
      asked.evaluates_of_a_space = 165;
    }
  }
  return has_line;
}

}  // namespace

const Run& tradelane::differential::this_run() { return asked; }

int main(int count, char** arguments) {
  if (!read_arguments(count, arguments)) {
    std::cerr << "differential_test: give --line=3.1 or --line=2.5\n";
    return 2;
  }
  if (const auto status = tradelane::fabric::ends_at_once(asked.line, std::cout)) return *status;
  // Keys that are no UTF-8 are part of the test; the library would tell of each.
  google::protobuf::SetLogHandler(nullptr);
  return doctest::Context(count, arguments).run();
}
