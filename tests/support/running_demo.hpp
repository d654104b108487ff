// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

#include <doctest/doctest.h>
#include <poll.h>

#include "tests/support/deadline.hpp"
#include "tests/support/log_file.hpp"
#include "tests/support/process.hpp"
#include "tests/support/temp_folder.hpp"

namespace tradelane::test {

inline std::vector<pid_t> children_of(pid_t parent) {
  const std::string id = std::to_string(parent);
  std::istringstream children(content_of("/proc/" + id + "/task/" + id + "/children"));
  std::vector<pid_t> out;
  for (pid_t child = 0; children >> child;) out.push_back(child);
  return out;
}

/// Every process below `parent`, its own children first.
inline std::vector<pid_t> family_of(pid_t parent) {
  std::vector<pid_t> out = children_of(parent);
  for (std::size_t i = 0; i < out.size(); ++i)
    for (const pid_t below : children_of(out[i])) out.push_back(below);
  return out;
}

/// A process that has ended has no command line, also before anybody asks how it ended.
inline bool all_gone(const std::vector<pid_t>& family) {
  for (const pid_t pid : family)
    if (!content_of("/proc/" + std::to_string(pid) + "/cmdline").empty()) return false;
  return true;
}

/// The same within a minute.
inline bool all_end(const std::vector<pid_t>& family) {
  for (const Deadline deadline; !all_gone(family) && !deadline.is_over();) ::poll(nullptr, 0, 20);
  return all_gone(family);
}

/// The demo, read to its first step: all servers are up then.
class RunningDemo {
 public:
  explicit RunningDemo(const std::vector<std::string>& flags = {},
                       const std::string& up_to = "party:Bootstrap") {
    std::vector<std::string> command{program("demo")};
    command.insert(command.end(), flags.begin(), flags.end());
    ::setenv("TMPDIR", folder_.path().c_str(), 1);
    process_ = std::make_unique<Process>(command, log_.file("demo.log"));
    ::unsetenv("TMPDIR");
    read_to(up_to);
    family_ = family_of(process_->pid());
  }

  Process& process() { return *process_; }
  const std::vector<pid_t>& family() const { return family_; }
  /// What it has printed so far.
  const std::string& text() const { return text_; }

  std::string errors() const { return log_.read("demo.log"); }

  /// Reads on to the line that has `words`, and returns it.
  std::string read_to(const std::string& words) {
    std::string line;
    for (const Deadline deadline(std::chrono::seconds(300));
         line.find(words) == std::string::npos;) {
      if (process_->has_ended() || deadline.is_over())
        FAIL("no \"" << words << "\" in\n" << text_ << errors());
      line = process_->read_line();
      text_ += line + "\n";
    }
    return line;
  }

  /// The word behind `flag` in what it says of how to talk to its servers.
  std::string printed(const std::string& flag) const {
    const auto from = text_.find(flag + " ") + flag.size() + 1;
    return text_.substr(from, text_.find_first_of(" \n", from) - from);
  }
  /// Has the command export the proof of its bill and check it with `roots`; the exit status of
  /// that. The story has been told, and the servers stay up.
  int prove_bill(const std::string& roots, const std::vector<std::string>& more = {}) const {
    const std::string file = log_.file("bill.json");
    Process made({program("tradelane"), "export", "TSTC/TSTCSHA2603001/1", "--out", file,
                  "--profile", printed("--profile"), "--msp", printed("--msp")},
                 log_.file("export.log"));
    REQUIRE(made.wait() == 0);
    std::vector<std::string> words{program("tradelane"), "verify", file, "--roots", roots};
    words.insert(words.end(), more.begin(), more.end());
    Process checked(words, log_.file("verify.log"));
    return checked.wait();
  }

  /// It has cleared up.
  bool left_nothing() const { return std::filesystem::is_empty(folder_.path()); }

 private:
  TempFolder folder_;
  TempFolder log_;
  std::unique_ptr<Process> process_;
  std::vector<pid_t> family_;
  std::string text_;
};

}  // namespace tradelane::test
