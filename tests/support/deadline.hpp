// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <chrono>

namespace tradelane::test {

/// How long a test waits for what must come; begins when it is made.
class Deadline {
 public:
  explicit Deadline(std::chrono::seconds within = std::chrono::seconds(60))
      : end_(std::chrono::steady_clock::now() + within) {}
  bool is_over() const { return std::chrono::steady_clock::now() > end_; }

 private:
  std::chrono::steady_clock::time_point end_;
};

}  // namespace tradelane::test
