// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <cstdint>

namespace tradelane::simulation {

/// How often the embedded peer is killed, and where the random numbers begin.
struct KillRun {
  std::size_t kills = 15;
  std::uint64_t seed = 0;
};
const KillRun& this_run();

}  // namespace tradelane::simulation
