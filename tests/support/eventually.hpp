// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <thread>

#include "tests/support/deadline.hpp"

namespace tradelane::test {

/// Polls until `condition` holds; false when it has not within a minute.
template <class Condition>
bool eventually(Condition condition) {
  const Deadline deadline;
  while (!condition()) {
    if (deadline.is_over()) return false;
    std::this_thread::yield();
  }
  return true;
}

}  // namespace tradelane::test
