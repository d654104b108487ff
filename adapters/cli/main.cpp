// SPDX-License-Identifier: Apache-2.0
#include <iostream>

#include <stdlib.h>
#include <unistd.h>

#include "adapters/cli/run.hpp"

int main(int argc, char** argv) {
  // What gRPC would log says nothing to a user that our own line does not.
  ::setenv("GRPC_VERBOSITY", "NONE", 0);
  namespace cli = tradelane::cli;
  const cli::Variables variables = cli::variables_of_process();
  const cli::Screen screen = cli::screen_of(std::cout, std::cerr, ::isatty(STDOUT_FILENO) == 1,
                                            ::isatty(STDERR_FILENO) == 1, variables);
  return cli::run({argv + 1, argv + argc}, screen, variables);
}
