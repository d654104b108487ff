// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <cstdint>

#include "tests/fabric/network/binaries.hpp"

namespace tradelane::differential {

/// What this run of the program was asked for.
struct Run {
  fabric::Line line = fabric::Line::v3_1;
  std::uint64_t seed = 0;
  int spaces = 64;
  int submits_of_a_space = 4;
  int evaluates_of_a_space = 12;
  /// How many differences are printed in full.
  std::size_t shown = 12;
};
const Run& this_run();

}  // namespace tradelane::differential
