// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <functional>
#include <string>

#include "tests/house/tree.hpp"

/// Whether what runs on Fabric's own peers was changed since that was last tried as a whole.
namespace tradelane::house {

/// From the table "Last full run" of tests/fabric/README.md: the commit behind "| commit |". Empty
/// without one.
std::string commit_of_last_run(const Tree& tree);

struct Answer {
  int status = 0;
  std::string output = {};
};
/// Runs git with these words, in the repository.
using Git = std::function<Answer(const std::string& words)>;

/// One line: what has changed, or why that cannot be told. Empty when nothing has.
std::string changes_since_last_run(const Tree& tree, const Git& git);

/// Of the repository at `root`.
Git git_in(const std::string& root);

}  // namespace tradelane::house
