// SPDX-License-Identifier: Apache-2.0
// The long walk: ebl_walk [ACTS [SEED]]. Prints the seed, and what happened how often.
#include <charconv>
#include <chrono>
#include <cstring>
#include <iostream>

#include "tests/chaincode/contracts/ebl/oracle/walk.hpp"

using namespace tradelane;

namespace {

template <class Number>
Number number(const char* text) {
  Number out = 0;
  const char* end = text + std::strlen(text);
  const auto read = std::from_chars(text, end, out);
  if (read.ec != std::errc() || read.ptr != end) {
    std::cerr << "not a number: " << text << "\n";
    std::exit(2);
  }
  return out;
}

}  // namespace

int main(int count, char** words) {
  const auto acts = count > 1 ? number<std::int64_t>(words[1]) : 1'000'000;
  const auto seed = count > 2 ? number<std::uint64_t>(words[2]) : std::random_device{}();
  std::cout << "seed " << seed << ", " << acts << " acts" << std::endl;
  const auto begin = std::chrono::steady_clock::now();
  oracle::Walk walk(seed);
  const std::string problem = walk.run(acts);
  const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - begin;
  std::cout << walk.table() << "in " << seconds.count() << " s\n";
  if (problem.empty()) return 0;
  std::cerr << "seed " << seed << ", " << problem << "\n";
  return 1;
}
