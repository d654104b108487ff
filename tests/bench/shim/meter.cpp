// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/shim/meter.hpp"

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

#include <sched.h>
#include <time.h>
#include <unistd.h>

namespace tradelane::bench {
namespace {

namespace fs = std::filesystem;

std::uint64_t field_of(const std::string& path, const std::string& name) {
  std::ifstream file(path);
  for (std::string line; std::getline(file, line);)
    if (line.starts_with(name)) return std::stoull(line.substr(name.size()));
  return 0;
}

constexpr std::uint64_t kib = 1024;

/// Nanoseconds, of threads that have ended as well; 0 once the process is gone.
std::uint64_t cpu_nanos_of(pid_t pid) {
  clockid_t clock = {};
  timespec used = {};
  if (::clock_getcpuclockid(pid, &clock) != 0 || ::clock_gettime(clock, &used) != 0) return 0;
  return static_cast<std::uint64_t>(used.tv_sec) * 1'000'000'000 +
         static_cast<std::uint64_t>(used.tv_nsec);
}

}  // namespace

Usage usage_of(pid_t pid) {
  Usage out{.cpu_nanos = cpu_nanos_of(pid)};
  const std::string folder = "/proc/" + std::to_string(pid);
  std::error_code gone;
  for (const auto& thread : fs::directory_iterator(folder + "/task", gone)) {
    const std::string status = (thread.path() / "status").string();
    out.switches += field_of(status, "voluntary_ctxt_switches:") +
                    field_of(status, "nonvoluntary_ctxt_switches:");
    ++out.threads;
  }
  out.rss_bytes = field_of(folder + "/status", "VmRSS:") * kib;
  out.peak_rss_bytes = field_of(folder + "/status", "VmHWM:") * kib;
  return out;
}

std::uint64_t busy_nanos() {
  std::ifstream file("/proc/stat");
  std::string cpu;
  std::uint64_t user = 0;
  std::uint64_t nice = 0;
  std::uint64_t system = 0;
  std::uint64_t idle = 0;
  std::uint64_t wait = 0;
  std::uint64_t irq = 0;
  std::uint64_t soft_irq = 0;
  file >> cpu >> user >> nice >> system >> idle >> wait >> irq >> soft_irq;
  const auto per_second = static_cast<std::uint64_t>(::sysconf(_SC_CLK_TCK));
  return (user + nice + system + irq + soft_irq) * (1'000'000'000 / per_second);
}

bool pin_to(unsigned cpu) {
  cpu_set_t set;
  CPU_ZERO(&set);
  CPU_SET(cpu, &set);
  return ::sched_setaffinity(0, sizeof set, &set) == 0;
}

}  // namespace tradelane::bench
