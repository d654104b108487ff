// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <string>

#include "chaincode/operations/metrics.hpp"

namespace tradelane::operations {

/// What the kernel says of this process. A number that cannot be read is 0.
struct ProcessUse {
  std::uint64_t resident_bytes = 0;
  std::uint64_t virtual_bytes = 0;
  std::uint64_t open_descriptors = 0;
  std::uint64_t most_descriptors = 0;
  std::uint64_t threads = 0;
  double cpu_seconds = 0;
  /// Since 1970-01-01, UTC.
  double started_seconds = 0;
};

/// As of now. Safe from any thread.
ProcessUse process_use();

/// The usual `process_...` numbers, and which build this is.
void add_process_metrics(Metrics& metrics, const std::string& version);

}  // namespace tradelane::operations
