// SPDX-License-Identifier: Apache-2.0
#include "tests/house/last_run.hpp"

#include <stdexcept>

#include <doctest/doctest.h>

using namespace tradelane::house;

namespace {

const std::string commit = "0123abc";

Tree page_with(const std::string& row) {
  return {{"tests/fabric/README.md", "# On Fabric\n\n| | |\n|---|---|\n" + row + "\n"}};
}

/// Answers what begins so with its status, everything else with success.
Git git(const std::string& failing, const std::string& changed = "") {
  return [=](const std::string& words) {
    if (!failing.empty() && words.starts_with(failing)) return Answer{.status = 128};
    return Answer{.output = words.starts_with("diff") ? changed : ""};
  };
}

std::string notice(const Git& answers) {
  return changes_since_last_run(page_with("| commit | `" + commit + "` |"), answers);
}

bool has(const std::string& text, const std::string& words) {
  return text.find(words) != std::string::npos;
}

}  // namespace

TEST_CASE("last run: its commit is read out of the table") {
  CHECK(commit_of_last_run(page_with("| commit | `0123abc` |")) == commit);
  CHECK(commit_of_last_run(page_with("| date | 0123abc |")) == "");
  CHECK(commit_of_last_run({}) == "");
}

TEST_CASE("last run: silent without a change, and a line that says what has changed") {
  CHECK(notice(git("")) == "");
  const std::string line = notice(git("", "chaincode/shim/stub.cpp\nchaincode/shim/stub.hpp\n"));
  CHECK(has(line, "2 files"));
  CHECK(has(line, commit));
  CHECK(has(line, "chaincode/contracts chaincode/shim chaincode/devpeer"));
  CHECK_FALSE(has(line, "\n"));
}

TEST_CASE("last run: what cannot be told is said") {
  CHECK(has(notice(git("rev-parse")), "there is no git"));
  CHECK(has(notice(git("cat-file")), "commit 0123abc is not in this repository"));
  CHECK(has(notice(git("diff")), "git diff has failed"));
  // Nor does any other text reach a command.
  const Git never = [](const std::string& words) -> Answer { throw std::runtime_error(words); };
  for (const char* row : {"| commit | not yet |", "| commit | 0123abc; rm x |", "| commit | 012 |"})
    CHECK(has(changes_since_last_run(page_with(row), never), "names no commit"));
}

TEST_CASE("last run: git's answers come with their status") {
  const Git here = git_in(TRADELANE_SOURCE_DIR);
  CHECK(here("no-such-command").status != 0);
  CHECK(git_in("/nowhere")("rev-parse --git-dir").status != 0);
}
