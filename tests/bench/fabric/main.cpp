// SPDX-License-Identifier: Apache-2.0
// The benchmark on a peer of Fabric: see tests/bench/README.md.
#include <iostream>
#include <stdexcept>

#include "tests/bench/fabric/clients.hpp"
#include "tests/bench/fabric/stage.hpp"
#include "tests/bench/shim/program.hpp"
#include "tests/bench/shim/report.hpp"

namespace {

using namespace tradelane;
using namespace tradelane::bench;

struct Options {
  std::string line = "3.1";
  std::vector<std::string> servers{"ours"};
  std::vector<std::string> against = {};
  std::vector<std::string> workloads{"pass1"};
  std::vector<std::size_t> in_flight{1, 64};
  std::size_t rounds = 5;
  double seconds = 5;
};

void declare(CLI::App& app, Options& options) {
  app.add_option("--line", options.line, "of Fabric")
      ->check(CLI::IsMember({"2.5", "3.1"}))
      ->capture_default_str();
  app.add_option("--server", options.servers, "ours, workers, node; ratios are of the first")
      ->delimiter(',')
      ->capture_default_str();
  app.add_option("--against", options.against, "NAME=COMMAND, as for shim_bench");
  app.add_option("--workload", options.workloads, "noop, passN, putN, multiN, identity")
      ->delimiter(',')
      ->capture_default_str();
  app.add_option("--in-flight", options.in_flight, "clients at once")
      ->delimiter(',')
      ->capture_default_str();
  app.add_option("--rounds", options.rounds, "the servers in turn")->capture_default_str();
  app.add_option("--seconds", options.seconds, "measured per round")->capture_default_str();
}

struct Case {
  Workload workload;
  std::size_t in_flight;
};

std::vector<Case> cases_of(const Options& options) {
  std::vector<Case> out;
  for (const auto& name : options.workloads)
    for (const std::size_t in_flight : options.in_flight)
      out.push_back({workload_of(name, 1024), in_flight});
  return out;
}

/// Keys are there before they are read.
void seed(FabricStage& stage, const std::string& contestant, const Case& what) {
  if (what.workload.reads() == 0) return;
  for (std::size_t slot = 0; slot < what.in_flight; ++slot) {
    const auto args = what.workload.args(slot);
    const auto done = gateway::invoke(
        stage.client(), stage.call(contestant, {"put", args[1], args[2], what.workload.value()}));
    if (!done) throw RunFailed(contestant + ": " + done.failure().text());
  }
}

Run run_once(FabricStage& stage, const std::vector<Contestant>& contestants, std::size_t which,
             const Case& what, const Options& options) {
  const std::string& name = contestants[which].name;
  const LoadOptions load{
      .in_flight = what.in_flight,
      .warm_up = std::chrono::seconds(1),
      .measured = std::chrono::milliseconds(static_cast<std::int64_t>(options.seconds * 1000))};
  Sample from;
  Sample to;
  const auto result = evaluate(
      stage.client(), load,
      [&](std::size_t slot) { return stage.call(name, what.workload.args(slot)); },
      [&] { from = sample(stage.server(which)); }, [&] { to = sample(stage.server(which)); });
  Run run = run_of(result, from, to);
  run.contestant = name;
  run.title = what.workload.name + " on a peer of Fabric " + options.line + ", mutual TLS, @" +
              std::to_string(what.in_flight);
  return run;
}

int compare(const Options& options) {
  const auto contestants = contestants_of(options.servers, options.against, std::cout);
  if (contestants.size() > fabric::most_servers_of_a_peer)
    throw std::invalid_argument("one peer has room for " +
                                std::to_string(fabric::most_servers_of_a_peer) + " servers");
  FabricStage stage(*fabric::line_of(options.line), contestants);
  std::vector<Run> runs;
  for (const Case& what : cases_of(options)) {
    for (const Contestant& contestant : contestants) seed(stage, contestant.name, what);
    for (std::size_t round = 0; round < options.rounds; ++round)
      for (std::size_t which = 0; which < contestants.size(); ++which) {
        runs.push_back(run_once(stage, contestants, which, what, options));
        runs.back().round = round;
      }
  }
  std::cout << table_of(runs);
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  return run_program<Options>(
      argc, argv, "The same evaluations of several chaincodes behind one peer of Fabric", declare,
      compare);
}
