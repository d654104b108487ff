// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <mutex>
#include <utility>

namespace tradelane::test {

/// What a double is told by its test, also between two calls. Written by the test and read by the
/// threads of the double's server, each of which goes on with what it has got.
template <class T>
class Told {
 public:
  Told() = default;
  Told(T first) : value_(std::move(first)) {}
  Told& operator=(T value) {
    const std::lock_guard lock(mutex_);
    value_ = std::move(value);
    return *this;
  }
  T get() const {
    const std::lock_guard lock(mutex_);
    return value_;
  }

 private:
  mutable std::mutex mutex_;
  T value_ = {};
};

}  // namespace tradelane::test
