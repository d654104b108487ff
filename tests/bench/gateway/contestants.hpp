// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <vector>

#include "tests/adapters/gateway/areas/field.hpp"

/// What is compared: a client as a process of its own, which submits so many transactions and ends.
namespace tradelane::bench {

struct Load {
  int transactions = 0;
  int in_flight = 1;
};

/// Submits the load with our client, on this thread and `in_flight` - 1 others. Throws when a
/// transaction is not valid.
void submit_with_ours(const test::Field& field, const Load& load);

/// CPU seconds, user and system, of a process from its begin to its end. Throws when it fails.
double cpu_of(const std::vector<std::string>& command);

/// CPU microseconds per transaction: a long run less a short one, so that starting up, connecting
/// and warming up count in neither.
struct Cost {
  double long_run = 0;
  double short_run = 0;
  double per_transaction(int more) const { return (long_run - short_run) / more * 1e6; }
};

}  // namespace tradelane::bench
