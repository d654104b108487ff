// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <array>
#include <bit>
#include <cstdint>

namespace tradelane::bench {

/// Durations in nanoseconds with a fault of less than two per cent, in a fixed space.
class Histogram {
 public:
  void add(std::uint64_t nanos) {
    ++counts_[index(nanos)];
    ++total_;
    sum_ += nanos;
  }
  std::uint64_t count() const { return total_; }
  double mean() const {
    return total_ == 0 ? 0 : static_cast<double>(sum_) / static_cast<double>(total_);
  }
  /// The value below which `share` of all lie, 0 without any.
  std::uint64_t at(double share) const {
    if (total_ == 0) return 0;
    const auto wanted = static_cast<std::uint64_t>(share * static_cast<double>(total_ - 1));
    std::uint64_t seen = 0;
    for (std::size_t i = 0; i < counts_.size(); ++i) {
      seen += counts_[i];
      if (seen > wanted) return lower_bound(i);
    }
    return 0;
  }
  void clear() { *this = {}; }

 private:
  static constexpr unsigned fine = 6;  // 64 steps per power of two
  static constexpr std::size_t steps = std::size_t{1} << fine;

  static std::size_t index(std::uint64_t value) {
    if (value < steps) return static_cast<std::size_t>(value);
    const auto power = static_cast<unsigned>(std::bit_width(value)) - 1 - fine;
    return (static_cast<std::size_t>(power) << fine) + static_cast<std::size_t>(value >> power);
  }
  static std::uint64_t lower_bound(std::size_t index) {
    if (index < 2 * steps) return index;
    const auto power = static_cast<unsigned>((index >> fine) - 1);
    return (steps + (index & (steps - 1))) << power;
  }

  std::array<std::uint64_t, steps * 60> counts_{};
  std::uint64_t total_ = 0;
  std::uint64_t sum_ = 0;
};

}  // namespace tradelane::bench
