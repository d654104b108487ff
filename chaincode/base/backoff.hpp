// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <algorithm>
#include <chrono>
#include <cstdint>

namespace tradelane {

/// How long to wait after the `attempts`-th failure in a row: doubles from `first` to `longest`, of
/// which one half is always waited and of the other half `thousandths` (0 to 999), so that many who
/// failed together do not come back together.
inline std::chrono::milliseconds backoff(std::chrono::milliseconds first,
                                         std::chrono::milliseconds longest, std::int64_t attempts,
                                         int thousandths) {
  std::chrono::milliseconds wait = first;
  for (std::int64_t i = 1; i < attempts && wait < longest; ++i) wait *= 2;
  wait = std::min(wait, longest);
  return wait / 2 + (wait - wait / 2) * thousandths / 999;
}

}  // namespace tradelane
