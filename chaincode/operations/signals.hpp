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

  /// The next one; `none` when there is none within `longest`.
  Wish wait(std::chrono::milliseconds longest) const;

 private:
  int fd_;
};

}  // namespace tradelane::operations
