// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/shim/report.hpp"

#include <doctest/doctest.h>

using namespace tradelane::bench;

namespace {

Run run(const char* name, std::size_t round, double cpu) {
  return {.contestant = name, .title = "t", .round = round, .server_cpu = cpu};
}

}  // namespace

TEST_CASE("bench report: the middle, also of an even number, and of none") {
  CHECK(spread_of({3, 1, 2}).median == 2);
  CHECK(spread_of({4, 1, 2, 3}).median == 2.5);
  CHECK(spread_of({4, 1, 2, 3}).least == 1);
  CHECK(spread_of({4, 1, 2, 3}).most == 4);
  CHECK(spread_of({}).median == 0);
}

TEST_CASE("bench report: ratios are of runs of one round and one case") {
  std::vector<Run> runs{run("a", 0, 2), run("b", 0, 4), run("a", 1, 9), run("b", 1, 10)};
  runs.push_back(run("b", 2, 1000));
  runs.push_back({.contestant = "b", .title = "other", .round = 0, .server_cpu = 1});
  const auto ratio = paired_ratio(runs, "t", "a", "b", &Run::server_cpu);
  CHECK(ratio.least == 0.5);
  CHECK(ratio.most == 0.9);
  CHECK(ratio.median == doctest::Approx(0.7));
}

TEST_CASE("bench report: a table has a line per server of each case") {
  const std::string table = table_of({run("a", 0, 2), run("b", 0, 4)});
  CHECK(table.starts_with("t\n"));
  CHECK(table.find("\na  ") != std::string::npos);
  CHECK(table.find("0.500 [0.500-0.500]") != std::string::npos);
}
