// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <chrono>
#include <cstdint>
#include <functional>

namespace tradelane::devpeer {

/// The clock of a peer or an orderer: time since 1970 began. Called from any thread.
using WallClock = std::function<std::chrono::nanoseconds()>;

inline std::chrono::nanoseconds system_time() {
  return std::chrono::system_clock::now().time_since_epoch();
}

inline std::int64_t whole_seconds(std::chrono::nanoseconds time) {
  return std::chrono::duration_cast<std::chrono::seconds>(time).count();
}

}  // namespace tradelane::devpeer
