// SPDX-License-Identifier: Apache-2.0
// shim_bench: the same load on several chaincode servers, a fresh process per round, interleaved.
#include <cstdio>
#include <fstream>
#include <iostream>

#include "tests/bench/shim/program.hpp"
#include "tests/bench/shim/report.hpp"

using namespace tradelane::bench;

namespace {

struct Options {
  std::vector<std::string> servers{"ours", "grpc-floor", "socket-floor"};
  std::vector<std::string> against;
  std::vector<std::string> workloads{"pass1"};
  std::vector<std::size_t> in_flight{64};
  std::vector<double> rates;
  std::vector<std::string> peers{"2.5"};
  std::vector<std::string> links{"plain"};
  std::size_t value_bytes = 1024;
  std::size_t streams = 1;
  std::int64_t delay_us = 0;
  std::size_t rounds = 5;
  double warm_up_s = 1;
  double seconds = 3;
  double largest_other_cpu = 0.15;
  std::size_t tries = 3;
  bool unpinned = false;
  std::string out;
};

void declare(CLI::App& app, Options& options) {
  app.add_option("--server", options.servers,
                 "ours, workers, router, node, node-contract, grpc-floor, socket-floor; the first "
                 "one is what "
                 "ratios are of")
      ->delimiter(',')
      ->capture_default_str();
  app.add_option("--against", options.against,
                 "NAME=COMMAND: another chaincode server that knows the benchmark's functions");
  app.add_option("--workload", options.workloads,
                 "noop, passN, putN, multiN, rangeN, event, identity, router")
      ->delimiter(',')
      ->capture_default_str();
  app.add_option("--in-flight", options.in_flight, "closed loops, transactions at once")
      ->delimiter(',')
      ->capture_default_str();
  app.add_option("--rate", options.rates, "open loops, transactions per second, instead")
      ->delimiter(',');
  app.add_option("--peer", options.peers, "2.5 (no batches), 3.1 (batches offered)")
      ->delimiter(',')
      ->check(CLI::IsMember({"2.5", "3.1"}))
      ->capture_default_str();
  app.add_option("--link", options.links, "plain, tls (mutual)")
      ->delimiter(',')
      ->check(CLI::IsMember({"plain", "tls"}))
      ->capture_default_str();
  app.add_option("--value-bytes", options.value_bytes, "length of values")->capture_default_str();
  app.add_option("--streams", options.streams, "peers at once")->capture_default_str();
  app.add_option("--delay-us", options.delay_us, "time of the ledger for each answer")
      ->capture_default_str();
  app.add_option("--rounds", options.rounds, "fresh processes per server and case")
      ->capture_default_str();
  app.add_option("--warm-up", options.warm_up_s, "seconds")->capture_default_str();
  app.add_option("--seconds", options.seconds, "measured per round")->capture_default_str();
  app.add_option("--max-other", options.largest_other_cpu,
                 "a run is repeated when so many processors did something else")
      ->capture_default_str();
  app.add_option("--tries", options.tries, "for one run")->capture_default_str();
  app.add_flag("--unpinned", options.unpinned, "let the kernel place server and driver");
  app.add_option("--out", options.out, "file to which the JSON lines are added");
}

std::chrono::milliseconds millis(double seconds) {
  return std::chrono::milliseconds(static_cast<std::int64_t>(seconds * 1000));
}

std::vector<Case> cases_of(const Options& options) {
  std::vector<LoadOptions> loads;
  for (const double rate : options.rates) loads.push_back({.rate = rate});
  if (loads.empty())
    for (const std::size_t in_flight : options.in_flight) loads.push_back({.in_flight = in_flight});
  std::vector<Case> out;
  for (const auto& name : options.workloads)
    for (const auto& peer : options.peers)
      for (const auto& link : options.links)
        for (LoadOptions load : loads) {
          load.delay = std::chrono::microseconds(options.delay_us);
          load.warm_up = millis(options.warm_up_s);
          load.measured = millis(options.seconds);
          out.push_back({.workload = workload_of(name, options.value_bytes),
                         .load = load,
                         .streams = options.streams,
                         .modern = peer == "3.1",
                         .tls = link == "tls",
                         .pinned = !options.unpinned});
        }
  return out;
}

std::string git_id() {
  std::string out;
  const std::string command =
      "git -C " TRADELANE_SOURCE_DIR " describe --always --dirty 2>/dev/null";
  FILE* pipe = ::popen(command.c_str(), "r");
  if (pipe == nullptr) return out;
  for (int c = std::fgetc(pipe); c != EOF && c != '\n'; c = std::fgetc(pipe))
    out.push_back(static_cast<char>(c));
  ::pclose(pipe);
  return out;
}

/// The quietest of some tries, or the first one that is quiet enough.
Run quiet_run(const Contestant& contestant, const Case& what, const BenchTls& tls,
              const Options& options) {
  Run best;
  for (std::size_t i = 0; i < std::max<std::size_t>(1, options.tries); ++i) {
    Run run = run_once(contestant, what, tls);
    if (i == 0 || run.other_cpu < best.other_cpu) best = std::move(run);
    if (best.other_cpu <= options.largest_other_cpu) break;
  }
  return best;
}

int bench(const Options& options) {
  const auto contestants = contestants_of(options.servers, options.against, std::cout);
  const auto cases = cases_of(options);
  const BenchTls tls;
  const std::string git = git_id();
  std::ofstream file;
  if (!options.out.empty()) file.open(options.out, std::ios::app);
  std::vector<Run> runs;
  int status = 0;
  for (const Case& what : cases)
    for (std::size_t round = 0; round < options.rounds; ++round)
      for (const Contestant& contestant : contestants) {
        try {
          Run run = quiet_run(contestant, what, tls, options);
          run.round = round;
          const std::string line = json_of(run, git);
          std::cout << line << std::endl;
          file << line << std::endl;
          runs.push_back(std::move(run));
        } catch (const RunFailed& failed) {
          std::cout << "failed: " << contestant.name << ": " << what.title() << ": "
                    << failed.what() << std::endl;
          status = 1;
        }
      }
  std::cout << "\n" << table_of(runs);
  return status;
}

}  // namespace

int main(int argc, char** argv) {
  return run_program<Options>(argc, argv, "The same load on several chaincode servers", declare,
                              bench);
}
