// SPDX-License-Identifier: Apache-2.0
#include "tests/house/last_run.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdio>
#include <stdexcept>

#include <sys/wait.h>

namespace tradelane::house {
namespace {

constexpr const char* page = "tests/fabric/README.md";
constexpr const char* watched = "chaincode/contracts chaincode/shim chaincode/devpeer";

/// The text becomes part of a command.
bool is_hash(const std::string& text) {
  return text.size() >= 7 && text.size() <= 40 &&
         std::all_of(text.begin(), text.end(),
                     [](unsigned char c) { return std::isxdigit(c) != 0; });
}

std::string unknown(const std::string& why) {
  return "last full run on Fabric: whether anything changed since cannot be told: " + why;
}

}  // namespace

std::string commit_of_last_run(const Tree& tree) {
  const File* file = find(tree, page);
  if (file == nullptr) return "";
  for (const Line& line : lines_of(file->text)) {
    const auto cells = split(line.text, '|');
    if (cells.size() < 4 || trim(cells[1]) != "commit") continue;
    std::string commit = trim(cells[2]);
    std::erase(commit, '`');
    return commit;
  }
  return "";
}

std::string changes_since_last_run(const Tree& tree, const Git& git) {
  const std::string commit = commit_of_last_run(tree);
  if (!is_hash(commit)) return unknown(std::string(page) + " names no commit");
  if (git("rev-parse --git-dir").status != 0) return unknown("there is no git, or no repository");
  if (git("cat-file -e " + commit + "^{commit}").status != 0)
    return unknown("commit " + commit + " is not in this repository");
  const Answer changed = git("diff --name-only " + commit + " -- " + watched);
  if (changed.status != 0) return unknown("git diff has failed");
  const auto count = lines_of(changed.output).size();
  if (count == 0) return "";
  return "last full run on Fabric: " + std::to_string(count) + " files of " + watched +
         " have changed since " + commit + "; tests/run --fabric runs it anew";
}

Git git_in(const std::string& root) {
  return [root](const std::string& words) {
    const std::string command = "git -C '" + root + "' " + words + " 2>/dev/null";
    FILE* pipe = ::popen(command.c_str(), "r");
    if (pipe == nullptr) throw std::runtime_error("no process");
    Answer out;
    std::array<char, 4096> buffer{};
    for (std::size_t size = 0; (size = std::fread(buffer.data(), 1, buffer.size(), pipe)) > 0;)
      out.output.append(buffer.data(), size);
    const int status = ::pclose(pipe);
    out.status = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    return out;
  };
}

}  // namespace tradelane::house
