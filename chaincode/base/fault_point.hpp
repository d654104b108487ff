// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string_view>

#ifdef TRADELANE_FAULT_POINTS
#include <csignal>
#include <cstdlib>
#endif

namespace tradelane {

/// Whether this build can die at a fault point at all; never in a release.
#ifdef TRADELANE_FAULT_POINTS
inline constexpr bool has_fault_points = true;
#else
inline constexpr bool has_fault_points = false;
#endif

/// A place at which a test may let this process die as by kill -9: it does, the first time it comes
/// here, when the environment says TRADELANE_FAULT_POINT=<name>. Safe from any thread.
inline void fault_point([[maybe_unused]] std::string_view name) {
#ifdef TRADELANE_FAULT_POINTS
  const char* chosen = std::getenv("TRADELANE_FAULT_POINT");
  if (chosen != nullptr && name == chosen) std::raise(SIGKILL);
#endif
}

}  // namespace tradelane
