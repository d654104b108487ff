// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <sstream>
#include <streambuf>
#include <string>
#include <vector>

#include "adapters/cli/run.hpp"
#include "adapters/cli/screen.hpp"

namespace tradelane::test {

/// A screen that keeps what is printed.
struct Paper {
  std::ostringstream out = {};
  std::ostringstream err = {};
  cli::Screen screen{.out = out, .err = err};
};

/// Behind a stream: takes nothing.
class FullDisk : public std::streambuf {};

inline std::optional<std::string> no_variables(const std::string&) { return std::nullopt; }

struct Ran {
  int status;
  std::string out;
  std::string err;
};
/// The whole command, in an empty environment.
inline Ran run(const std::vector<std::string>& words) {
  const Paper paper;
  const int status = cli::run(words, paper.screen, no_variables);
  return {status, paper.out.str(), paper.err.str()};
}

inline std::vector<std::string> with(std::vector<std::string> words,
                                     const std::vector<std::string>& more) {
  words.insert(words.end(), more.begin(), more.end());
  return words;
}

}  // namespace tradelane::test
