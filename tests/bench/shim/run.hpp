// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>

#include "tests/bench/shim/contestant.hpp"
#include "tests/bench/shim/load.hpp"
#include "tests/bench/shim/meter.hpp"

namespace tradelane::bench {

/// What is asked of one fresh process.
struct Case {
  Workload workload = {};
  LoadOptions load = {};
  std::size_t streams = 1;
  bool modern = false;  // the peer is of v3.1 and offers batches
  bool tls = false;
  bool pinned = true;

  /// "pass1 tls v2.5 64 in flight": what rows of a table have in common.
  std::string title() const;
};

/// One process, one window. Times in microseconds.
struct Run {
  std::string contestant = {};
  std::string title = {};
  std::size_t round = 0;
  std::uint64_t transactions = 0;
  double per_second = 0;
  double mean = 0;
  double p50 = 0;
  double p99 = 0;
  double p999 = 0;
  double server_cpu = 0;  // per transaction
  double driver_cpu = 0;  // per transaction
  double switches = 0;    // of the server per transaction
  double other_cpu = 0;   // processors that were busy with something else
  double rss_mib = 0;
  double peak_rss_mib = 0;
  std::uint64_t threads = 0;
};

/// A look at a server, at this process and at the machine.
struct Sample {
  Usage server = {};
  Usage driver = {};
  std::uint64_t busy = 0;
};
Sample sample(pid_t server);

/// What a load and the looks at its edges come to. Throws `RunFailed` when nothing has ended.
Run run_of(const LoadResult& load, const Sample& from, const Sample& to);

/// Throws `RunFailed` when the server does not do what a chaincode must do.
Run run_once(const Contestant& contestant, const Case& what, const BenchTls& tls);

/// One line of JSON.
std::string json_of(const Run& run, const std::string& git);

}  // namespace tradelane::bench
