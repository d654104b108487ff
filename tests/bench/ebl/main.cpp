// SPDX-License-Identifier: Apache-2.0
// What an action on a bill costs after few hops and after many: see tests/bench/README.md.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <iostream>

#include <CLI/CLI.hpp>

#include "tests/bench/ebl/long_bill.hpp"
#include "tests/bench/shim/histogram.hpp"

namespace {

using namespace tradelane;
using namespace tradelane::bench;

/// A number's digits may grow with the chain, nothing else.
constexpr std::size_t most_more_bytes = 32;

struct Options {
  std::int64_t few = 10;
  std::int64_t many = 10'000;
  std::int64_t runs = 20'000;
  double most_micros = 0;
};

struct Side {
  const LongBill& bill;
  ledger::MemoryView state = {};
  Histogram times = {};

  void run(const Prepared& action) {
    const auto begin = std::chrono::steady_clock::now();
    const auto outcome = bill.run(action, state);
    const auto took = std::chrono::steady_clock::now() - begin;
    times.add(static_cast<std::uint64_t>(
        std::chrono::duration_cast<std::chrono::nanoseconds>(took).count()));
  }
  double micros(double share) const { return static_cast<double>(times.at(share)) / 1'000; }
};

void print(const std::string& name, std::int64_t hops, const Cost& cost, const Side& side) {
  std::printf("| %-17s | %5lld | %2zu | %5zu | %2zu | %5zu | %6.1f | %6.1f |\n", name.c_str(),
              static_cast<long long>(hops), cost.reads, cost.read_bytes, cost.writes,
              cost.written_bytes, side.micros(0.5), side.micros(0.99));
}

bool alike(const Cost& few, const Cost& many) {
  return few.reads == many.reads && few.writes == many.writes &&
         many.read_bytes <= few.read_bytes + most_more_bytes &&
         many.written_bytes <= few.written_bytes + most_more_bytes;
}

int measure(const Options& options) {
  const LongBill few(options.few);
  const LongBill many(options.many);
  std::puts("| action            |  hops | reads | bytes | writes | bytes | p50 µs | p99 µs |");
  std::puts("|---|---|---|---|---|---|---|---|");
  bool good = true;
  for (std::size_t i = 0; i < few.actions().size(); ++i) {
    const Prepared& a = few.actions()[i];
    const Prepared& b = many.actions()[i];
    Side short_side{few, a.state};
    Side long_side{many, b.state};
    // In turn, so that whatever else the machine does meets both.
    for (std::int64_t run = 0; run < options.runs; ++run) {
      short_side.run(a);
      long_side.run(b);
    }
    const Cost short_cost = few.cost(a);
    const Cost long_cost = many.cost(b);
    print(a.name, options.few, short_cost, short_side);
    print(b.name, options.many, long_cost, long_side);
    if (!alike(short_cost, long_cost)) {
      std::cerr << a.name << " costs more on the long bill\n";
      good = false;
    }
    const double slowest = std::max(short_side.micros(0.5), long_side.micros(0.5));
    if (a.name == "Transfer" && options.most_micros > 0 && slowest > options.most_micros) {
      std::cerr << "Transfer takes more than " << options.most_micros << " µs\n";
      good = false;
    }
  }
  return good ? 0 : 1;
}

}  // namespace

int main(int count, char** words) {
  Options options;
  CLI::App app{"What an action on a bill costs after few hops and after many, without a peer"};
  app.add_option("--few", options.few, "hops of the short bill, even")->capture_default_str();
  app.add_option("--many", options.many, "hops of the long bill, even")->capture_default_str();
  app.add_option("--runs", options.runs, "of each action on each bill")->capture_default_str();
  app.add_option("--most-micros", options.most_micros, "more for half of the Transfers fail");
  CLI11_PARSE(app, count, words);
  return measure(options);
}
