// SPDX-License-Identifier: Apache-2.0
#include "chaincode/operations/process_metrics.hpp"

#include <filesystem>
#include <fstream>
#include <sstream>
#include <vector>

#include <sys/resource.h>
#include <unistd.h>

namespace tradelane::operations {
namespace {

std::string line_of(const char* path) {
  std::ifstream file(path);
  std::string out;
  std::getline(file, out);
  return out;
}

/// The numbers of /proc/self/stat behind the program's name, which may hold blanks and brackets.
std::vector<std::uint64_t> stat_numbers() {
  const std::string line = line_of("/proc/self/stat");
  std::vector<std::uint64_t> out;
  const auto name_end = line.rfind(')');
  if (name_end == std::string::npos) return out;
  std::istringstream words(line.substr(name_end + 4));  // the state is one letter
  for (std::int64_t number = 0; words >> number;)
    out.push_back(number < 0 ? 0 : static_cast<std::uint64_t>(number));
  return out;
}

std::uint64_t boot_seconds() {
  std::ifstream file("/proc/stat");
  for (std::string word; file >> word;)
    if (std::uint64_t seconds = 0; word == "btime" && file >> seconds) return seconds;
  return 0;
}

std::uint64_t open_descriptors() {
  std::error_code error;
  std::uint64_t count = 0;
  for (std::filesystem::directory_iterator at("/proc/self/fd", error), end; !error && at != end;
       at.increment(error))
    ++count;
  return count == 0 ? 0 : count - 1;  // one is this look
}

double cpu_seconds() {
  rusage use{};
  if (::getrusage(RUSAGE_SELF, &use) != 0) return 0;
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
  };
  return seconds(use.ru_utime) + seconds(use.ru_stime);
}

void add_number(Metrics& metrics, const Metrics::Family& family,
                std::uint64_t ProcessUse::*member) {
  metrics.gauge(family, [member] { return static_cast<double>(process_use().*member); });
}

}  // namespace

ProcessUse process_use() {
  // Fields of proc_pid_stat(5), counted from its fourth, the parent.
  constexpr std::size_t threads = 16, started_ticks = 18, virtual_bytes = 19, resident_pages = 20;
  ProcessUse out{.open_descriptors = open_descriptors(), .cpu_seconds = cpu_seconds()};
  if (rlimit limit{}; ::getrlimit(RLIMIT_NOFILE, &limit) == 0)
    out.most_descriptors = limit.rlim_cur;
  const auto stat = stat_numbers();
  if (stat.size() <= resident_pages) return out;
  out.threads = stat[threads];
  out.virtual_bytes = stat[virtual_bytes];
  out.resident_bytes = stat[resident_pages] * static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
  out.started_seconds =
      static_cast<double>(boot_seconds()) +
      static_cast<double>(stat[started_ticks]) / static_cast<double>(::sysconf(_SC_CLK_TCK));
  return out;
}

void add_process_metrics(Metrics& metrics, const std::string& version) {
  metrics.gauge({"tradelane_build_info", "Which build this is; always 1."}, [] { return 1.0; },
                {{"version", version}, {"compiler", __VERSION__}});
  add_number(metrics, {"process_resident_memory_bytes", "Memory in use, in bytes."},
             &ProcessUse::resident_bytes);
  add_number(metrics, {"process_virtual_memory_bytes", "Address space in use, in bytes."},
             &ProcessUse::virtual_bytes);
  add_number(metrics, {"process_open_fds", "Open descriptors."}, &ProcessUse::open_descriptors);
  add_number(metrics, {"process_max_fds", "Descriptors that may be open."},
             &ProcessUse::most_descriptors);
  add_number(metrics, {"process_threads", "Threads."}, &ProcessUse::threads);
  metrics.counter({"process_cpu_seconds_total", "Time on the processor, in seconds."},
                  [] { return process_use().cpu_seconds; });
  metrics.gauge({"process_start_time_seconds", "When it was started, in seconds since 1970."},
                [] { return process_use().started_seconds; });
}

}  // namespace tradelane::operations
