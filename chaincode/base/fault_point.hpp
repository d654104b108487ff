// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string_view>

#ifdef TRADELANE_FAULT_POINTS
#include <atomic>
#include <charconv>
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

/// A place at which a test may let this process die as by kill -9: it does when it comes here for
/// the first time and the environment says TRADELANE_FAULT_POINT=<name>, or for the n-th time with
/// <name>@<n>. Safe from any thread.
inline void fault_point([[maybe_unused]] std::string_view name) {
#ifdef TRADELANE_FAULT_POINTS
  const char* chosen = std::getenv("TRADELANE_FAULT_POINT");
  if (chosen == nullptr) return;
  const std::string_view text(chosen);
  const auto at = text.find('@');
  if (text.substr(0, at) != name) return;
  int count = 1;
  if (at != std::string_view::npos)
    std::from_chars(text.data() + at + 1, text.data() + text.size(), count);
  static std::atomic<int> passed{0};
  if (++passed == count) std::raise(SIGKILL);
#endif
}

}  // namespace tradelane
