// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <chrono>
#include <cstdint>

namespace tradelane::operations {

/// The signals that tell a process what to do, taken one after the other instead of interrupting
/// it. Made once, before any other thread: those that are made afterwards leave them alone too.
class Signals {
 public:
  enum class Wish : std::uint8_t {
    none,
    reload,  // SIGHUP
    end,     // SIGTERM or SIGINT
  };

  Signals();
  ~Signals();
  Signals(const Signals&) = delete;
  Signals& operator=(const Signals&) = delete;

  /// The number of the next one; 0 when there is none within `longest`.
  int take(std::chrono::milliseconds longest) const;
  /// The same, as what it means to a process that can read its files again.
  Wish wait(std::chrono::milliseconds longest) const;
  /// "SIGTERM" and so on, of a number that was taken.
  static const char* name(int number);

 private:
  int fd_;
};

}  // namespace tradelane::operations
