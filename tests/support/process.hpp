// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include <sys/types.h>

namespace tradelane::test {

/// A child process whose output is read line by line. Killed with the object, and by the kernel
/// when the test itself dies. Used by one thread.
class Process {
 public:
  /// Standard input: nothing, or what `write_line` says.
  enum class Input : std::uint8_t { none, lines };

  /// `argv[0]` is a path. Standard error is appended to `log`, or the test's own when that is
  /// empty. `fault_point`: see chaincode/base/fault_point.hpp; "" for none. What cannot be started
  /// ends with 127 and says why on its standard error.
  explicit Process(const std::vector<std::string>& argv, const std::string& log = "",
                   const std::string& fault_point = "", Input input = Input::none);
  ~Process();
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;

  pid_t pid() const { return pid_; }

  /// `line` without the line feed. Throws when the process reads no more.
  void write_line(const std::string& line) const;
  /// The next line of its output without the line feed; "" when none comes within 20 s or it ended.
  std::string read_line();

  void signal(int number) const;
  /// True once it has ended by itself; `wait` then tells how.
  bool has_ended() const;
  /// Waits for the end: the exit status, or 128 + the signal that ended it.
  int wait();

 private:
  pid_t pid_ = -1;
  int input_ = -1;
  int output_ = -1;
  std::string pending_;
};

/// A program of this build.
std::string program(const std::string& name);

}  // namespace tradelane::test
