// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <deque>
#include <mutex>
#include <utility>

namespace tradelane::test {

/// What a double was asked for, in order. Written by the threads of its server and read by the
/// test: an element does not change any more, and stays where it is until `clear`.
template <class T>
class Recorded {
 public:
  void push_back(T one) {
    const std::lock_guard lock(mutex_);
    all_.push_back(std::move(one));
  }
  void clear() {
    const std::lock_guard lock(mutex_);
    all_.clear();
  }
  std::size_t size() const {
    const std::lock_guard lock(mutex_);
    return all_.size();
  }
  bool empty() const { return size() == 0; }
  const T& at(std::size_t index) const {
    const std::lock_guard lock(mutex_);
    return all_.at(index);
  }
  const T& operator[](std::size_t index) const { return at(index); }
  const T& back() const {
    const std::lock_guard lock(mutex_);
    return all_.at(all_.size() - 1);
  }

 private:
  mutable std::mutex mutex_;
  std::deque<T> all_;
};

}  // namespace tradelane::test
