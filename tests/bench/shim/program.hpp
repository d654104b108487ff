// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <exception>
#include <iostream>
#include <string>

#include <CLI/CLI.hpp>

namespace tradelane::bench {

/// The main function of a benchmark: flags into `Options`, then the run. Exit status 2 and a line
/// on standard error when it cannot go on.
template <class Options>
int run_program(int argc, char** argv, const std::string& about,
                void (*declare)(CLI::App&, Options&), int (*run)(const Options&)) {
  CLI::App app(about);
  Options options;
  declare(app, options);
  CLI11_PARSE(app, argc, argv);
  try {
    return run(options);
  } catch (const std::exception& error) {
    std::cerr << argv[0] << ": " << error.what() << "\n";
    return 2;
  }
}

}  // namespace tradelane::bench
