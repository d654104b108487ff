// SPDX-License-Identifier: Apache-2.0
// gateway_bench: CPU per transaction of our Gateway client beside the official one for Node, in
// turn, each a process of its own before the same embedded network. See tests/bench/README.md.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <iostream>

#include <CLI/CLI.hpp>
#include <unistd.h>

#include "tests/bench/gateway/contestants.hpp"

using namespace tradelane;

namespace {

constexpr const char* as_client = "--client";
constexpr int short_run = 200;

/// Itself as the client of a network that another process runs.
int be_client(const std::vector<std::string>& words) {
  bench::submit_with_ours(
      {.files = words.at(1), .channel = words.at(2), .chaincode = words.at(3)},
      {.transactions = std::stoi(words.at(4)), .in_flight = std::stoi(words.at(5))});
  return 0;
}

std::vector<std::string> command_of(const std::string& name, const std::string& self,
                                    const bench::Load& load) {
  const test::Field& field = test::field();
  const std::string count = std::to_string(load.transactions);
  const std::string in_flight = std::to_string(load.in_flight);
  if (name == "ours")
    return {self, as_client, field.files, field.channel, field.chaincode, count, in_flight};
  return {"node",        TRADELANE_CLIENT_FOLDER "/bench_client.mjs",
          field.files,   test::one,
          field.channel, field.chaincode,
          count,         in_flight};
}

double cost_of(const std::string& name, const std::string& self, const bench::Load& load) {
  bench::Load brief = load;
  brief.transactions = short_run;
  bench::Load whole = load;
  whole.transactions += short_run;
  bench::Cost cost;
  cost.short_run = bench::cpu_of(command_of(name, self, brief));
  cost.long_run = bench::cpu_of(command_of(name, self, whole));
  return cost.per_transaction(load.transactions);
}

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

void play(int rounds, const bench::Load& load) {
  const std::string self = "/proc/" + std::to_string(::getpid()) + "/exe";
  std::vector<double> ours, node, ratios;
  for (int round = 0; round < rounds; ++round) {
    ours.push_back(cost_of("ours", self, load));
    node.push_back(cost_of("node", self, load));
    ratios.push_back(node.back() / ours.back());
    std::printf(R"({"round":%d,"ours_us":%.0f,"node_us":%.0f,"ratio":%.2f})"
                "\n",
                round + 1, ours.back(), node.back(), ratios.back());
    std::fflush(stdout);
  }
  const auto [least, most] = std::minmax_element(ratios.begin(), ratios.end());
  std::printf(
      "CPU per transaction, %d in flight, median of %d rounds: ours %.0f us, node %.0f us; node "
      "takes %.1f times as much (%.1f to %.1f)\n",
      load.in_flight, rounds, median(ours), median(node), median(ratios), *least, *most);
}

}  // namespace

int main(int count, char** arguments) try {
  const std::vector<std::string> words(arguments + 1, arguments + count);
  if (!words.empty() && words[0] == as_client) return be_client(words);
  int rounds = 5;
  bench::Load load{.transactions = 1'000, .in_flight = 8};
  CLI::App app("CPU per transaction of our Gateway client beside the official one for Node");
  app.add_option("--rounds", rounds, "of both, in turn")
      ->capture_default_str()
      ->check(CLI::PositiveNumber);
  app.add_option("--transactions", load.transactions, "counted in a round")
      ->capture_default_str()
      ->check(CLI::PositiveNumber);
  app.add_option("--in-flight", load.in_flight, "at once")
      ->capture_default_str()
      ->check(CLI::PositiveNumber);
  CLI11_PARSE(app, count, arguments);
  play(rounds, load);
  return 0;
} catch (const std::exception& error) {
  std::cerr << "gateway_bench: " << error.what() << "\n";
  return 1;
}
