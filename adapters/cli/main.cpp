// SPDX-License-Identifier: Apache-2.0
#include <iostream>

#include "adapters/cli/run.hpp"

int main(int argc, char** argv) {
  return tradelane::cli::run({argv + 1, argv + argc}, std::cout, std::cerr);
}
