// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <functional>
#include <memory>

namespace tradelane::shim {

/// A function that can stop in the middle and go on later, on a stack of its own of 256 KiB with a
/// guard page below. It stays on the thread that first resumed it, whose stacks are used again.
/// Not copied, not moved.
///
/// Never suspend while an exception is being handled or unwound: the C++ runtime keeps that state
/// per thread, not per stack. `suspend` refuses it with a `Fault`.
class Fiber {
 public:
  /// `body` must not let an exception out.
  explicit Fiber(std::function<void()> body);
  /// The body must have come to its end, or never have begun.
  ~Fiber();
  Fiber(const Fiber&) = delete;
  Fiber& operator=(const Fiber&) = delete;

  /// Runs the body until it suspends or ends. Not from inside a fiber. Throws `Fault`, and the body
  /// has not begun, when there is no memory for its stack.
  void resume();
  bool done() const;

  /// From inside a body: back to whoever resumed it.
  static void suspend();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace tradelane::shim
