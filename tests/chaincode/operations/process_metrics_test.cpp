// SPDX-License-Identifier: Apache-2.0
#include "chaincode/operations/process_metrics.hpp"

#include <chrono>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <vector>

#include <doctest/doctest.h>

using namespace tradelane;
using operations::process_use;

namespace {

/// Ours, and with TSan one of its own.
std::size_t threads() {
  const std::filesystem::directory_iterator all("/proc/self/task");
  return static_cast<std::size_t>(std::distance(begin(all), end(all)));
}

}  // namespace

TEST_CASE("process metrics: what the kernel says of this process") {
  const auto before = process_use();
  CHECK(before.threads == threads());
  CHECK(before.resident_bytes > 1024 * 1024);
  CHECK(before.virtual_bytes >= before.resident_bytes);
  CHECK(before.most_descriptors >= before.open_descriptors);
  const double now =
      std::chrono::duration<double>(std::chrono::system_clock::now().time_since_epoch()).count();
  CHECK(before.started_seconds <= now + 1);
  CHECK(before.started_seconds > now - 3600);

  const std::ifstream held("/proc/self/status");
  const std::vector<char> memory(32 * 1024 * 1024, 'x');
  const auto after = process_use();
  CHECK(after.open_descriptors == before.open_descriptors + 1);
  CHECK(after.resident_bytes > before.resident_bytes + memory.size() / 2);
  CHECK(after.cpu_seconds >= before.cpu_seconds);
}

TEST_CASE("process metrics: under the names that dashboards know") {
  operations::Metrics metrics;
  operations::add_process_metrics(metrics, "1.2.3");
  const std::string text = metrics.text();
  const std::string count = "process_threads " + std::to_string(threads()) + "\n";
  for (const char* name : {"process_resident_memory_bytes ", "process_virtual_memory_bytes ",
                           "process_open_fds ", "process_max_fds ", count.c_str(),
                           "process_cpu_seconds_total ", "process_start_time_seconds "}) {
    CAPTURE(name);
    CHECK(text.find("\n" + std::string(name)) != std::string::npos);
  }
  CHECK(text.find("tradelane_build_info{") != std::string::npos);
  CHECK(text.find("version=\"1.2.3\"} 1\n") != std::string::npos);
}
