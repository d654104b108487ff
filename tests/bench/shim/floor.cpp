// SPDX-License-Identifier: Apache-2.0
// bench_floor: our shim must not become dearer than it was, seen against the gRPC floor of the same
// minute. No times: CPU per transaction of both, as one ratio. Usage: bench_floor FILE, where FILE
// keeps the ratio in thousandths. Exit status 1 when it is dearer, 2 when this build cannot tell.
#include <cstdio>
#include <fstream>
#include <iostream>
#include <sstream>

#include "chaincode/codec/json.hpp"
#include "tests/bench/shim/report.hpp"

using namespace tradelane;
using namespace tradelane::bench;

namespace {

constexpr std::size_t rounds = 5;
constexpr std::size_t tries = 3;
/// Processors that others keep busy: above it a ratio says too little to be held against anybody.
constexpr double most_other_cpu = 0.5;
constexpr double allowed = 1.15;
constexpr int too_dear = 1;
constexpr int cannot_tell = 2;

/// Why a ratio would say nothing here; empty when it does.
std::string reason_not_to_run() {
#if !defined(__OPTIMIZE__)
  return "this build is not optimised (cmake --preset release)";
#elif defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
  return "sanitizers cost more than what is measured";
#else
  return "";
#endif
}

double kept_ratio(const std::string& path, const std::string& title) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream content;
  content << file.rdbuf();
  const auto json = parse_json(content.str());
  const Json* found = json ? json->find(title) : nullptr;
  if (found == nullptr || !found->as_integer())
    throw std::runtime_error(path + " keeps no ratio of \"" + title + "\"");
  return static_cast<double>(*found->as_integer()) / 1000;
}

std::vector<Run> measure(const Case& what, const BenchTls& tls) {
  std::vector<Run> out;
  for (std::size_t round = 0; round < rounds; ++round)
    for (const char* name : {"ours", "grpc-floor"}) {
      out.push_back(run_once(*known_contestant(name), what, tls));
      out.back().round = round;
    }
  return out;
}

double other_cpu(const std::vector<Run>& runs) {
  std::vector<double> all;
  for (const Run& run : runs) all.push_back(run.other_cpu);
  return spread_of(std::move(all)).median;
}

int compare(const std::string& path) {
  const Case what{.workload = workload_of("pass1", 1024),
                  .load = {.in_flight = 64,
                           .warm_up = std::chrono::milliseconds(300),
                           .measured = std::chrono::milliseconds(700)}};
  const double kept = kept_ratio(path, what.title());
  const BenchTls tls;
  bool was_quiet = false;
  for (std::size_t i = 0; i < tries; ++i) {
    const auto runs = measure(what, tls);
    const auto ratio = paired_ratio(runs, what.title(), "ours", "grpc-floor", &Run::server_cpu);
    std::printf("%s: ours : grpc-floor = %.3f [%.3f-%.3f], kept %.3f, other CPU %.2f\n",
                what.title().c_str(), ratio.median, ratio.least, ratio.most, kept, other_cpu(runs));
    if (ratio.median <= kept * allowed) return 0;
    was_quiet = was_quiet || other_cpu(runs) <= most_other_cpu;
  }
  if (!was_quiet) {
    std::cout << "not run: bench_floor: this machine is too busy to tell\n";
    return 0;
  }
  std::cout << "bench_floor: the shim costs more than it did, " << tries << " times in a row\n";
  return too_dear;
}

}  // namespace

int main(int argc, char** argv) {
  const std::string complaint = argc == 2 ? reason_not_to_run() : "usage: bench_floor FILE";
  if (!complaint.empty()) {
    std::cerr << "bench_floor: " << complaint << "\n";
    return cannot_tell;
  }
  try {
    return compare(argv[1]);
  } catch (const std::exception& error) {
    std::cerr << "bench_floor: " << error.what() << "\n";
    return cannot_tell;
  }
}
