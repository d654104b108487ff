// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <algorithm>
#include <chrono>
#include <cstddef>

namespace tradelane::shim::http2 {

/// How many frames an end may still send that carry no payload: floods of SETTINGS, PING,
/// RST_STREAM, PRIORITY, WINDOW_UPDATE, HEADERS or empty DATA all end here, one that works earns
/// what it needs. Used on one thread.
class FrameBudget {
 public:
  explicit FrameBudget(std::size_t most) : most_(most), left_(most) {}

  /// One frame without payload has come; false when it is one too many.
  bool spend() { return left_ > 0 && left_-- > 0; }
  /// Payload has moved, and with it come frames such as WINDOW_UPDATE and PING.
  void earn(std::size_t frames) { left_ = std::min(most_, left_ + frames); }
  /// A tenth of all, each second.
  void refill(std::chrono::milliseconds passed) {
    parts_ += most_ * static_cast<std::size_t>(passed.count());
    earn(parts_ / parts_of_a_frame);
    parts_ %= parts_of_a_frame;
  }

 private:
  static constexpr std::size_t parts_of_a_frame = 10'000;

  std::size_t most_;
  std::size_t left_;
  std::size_t parts_ = 0;
};

}  // namespace tradelane::shim::http2
