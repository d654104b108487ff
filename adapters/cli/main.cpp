// SPDX-License-Identifier: Apache-2.0
#include <iostream>

#include <stdlib.h>

#include "adapters/cli/run.hpp"

int main(int argc, char** argv) {
  // What gRPC would log says nothing to a user that our own line does not.
  ::setenv("GRPC_VERBOSITY", "NONE", 0);
  return tradelane::cli::run({argv + 1, argv + argc}, std::cout, std::cerr);
}
