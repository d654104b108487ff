// SPDX-License-Identifier: Apache-2.0
#include <iostream>

#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "adapters/cli/run.hpp"

namespace {

/// The number of a standard stream that is closed would be given to the next file or connection,
/// and what is printed would go there.
void hold(int descriptor, const char* instead) {
  if (::fcntl(descriptor, F_GETFD) < 0) ::open(instead, O_RDWR);
}

}  // namespace

int main(int argc, char** argv) {
  hold(STDIN_FILENO, "/dev/null");
  hold(STDOUT_FILENO, "/dev/full");
  hold(STDERR_FILENO, "/dev/null");
  // A message would flush the output first, which throws when that is full.
  std::cerr.tie(nullptr);
  // What gRPC would log says nothing to a user that our own line does not.
  ::setenv("GRPC_VERBOSITY", "NONE", 0);
  namespace cli = tradelane::cli;
  const cli::Variables variables = cli::variables_of_process();
  const cli::Screen screen = cli::screen_of(std::cout, std::cerr, ::isatty(STDOUT_FILENO) == 1,
                                            ::isatty(STDERR_FILENO) == 1, variables);
  return cli::run({argv + 1, argv + argc}, screen, variables);
}
