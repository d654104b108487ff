// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <vector>

#include "tests/bench/shim/run.hpp"

namespace tradelane::bench {

/// Median, smallest and largest of some figures.
struct Spread {
  double median = 0;
  double least = 0;
  double most = 0;
};
Spread spread_of(std::vector<double> figures);

/// `ours` to `other`, round by round, so that what the machine did to one it did to both.
Spread paired_ratio(const std::vector<Run>& runs, const std::string& title, const std::string& ours,
                    const std::string& other, double Run::*figure);

/// One table per case: a line per contestant, medians over the rounds, and the ratio of the first
/// contestant's CPU to each.
std::string table_of(const std::vector<Run>& runs);

}  // namespace tradelane::bench
