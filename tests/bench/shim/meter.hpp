// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>

#include <sys/types.h>

namespace tradelane::bench {

/// What Linux has counted for a process and for the machine up to now.
struct Usage {
  std::uint64_t cpu_nanos = 0;  // all threads
  std::uint64_t switches = 0;   // voluntary and not, all threads
  std::uint64_t rss_bytes = 0;
  std::uint64_t peak_rss_bytes = 0;
  std::uint64_t threads = 0;
};

/// Absent fields of a process that is gone are 0.
Usage usage_of(pid_t pid);

/// Time that all processors together were not idle.
std::uint64_t busy_nanos();

/// Pins the calling process, and what it starts, to one processor. False when that cannot be.
bool pin_to(unsigned cpu);

}  // namespace tradelane::bench
