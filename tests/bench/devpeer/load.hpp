// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <functional>
#include <string>

#include "tests/bench/shim/histogram.hpp"

namespace tradelane::bench {

struct SubmitOptions {
  /// Where the peer has written connection profiles and identities.
  std::string folder = {};
  std::size_t clients = 32;
  /// Submitted and not counted; then counted.
  std::size_t warm_up = 500;
  std::size_t transactions = 10'000;
};

struct SubmitResult {
  double seconds = 0;
  /// From the proposal to the commit status.
  Histogram latency = {};
};

/// Each client proposes a write of a key of its own, has it endorsed by A and B, submits it and
/// waits for its commit, again and again, on a thread of its own. `edge` is called when counting
/// begins and when it ends. Throws `Fault` for the first transaction that does not end as VALID.
SubmitResult submit_all(const SubmitOptions& options, const std::function<void()>& edge);

}  // namespace tradelane::bench
