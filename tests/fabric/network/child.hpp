// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <chrono>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include <sys/types.h>

namespace tradelane::fabric {

struct Command {
  /// `argv[0]` is a path.
  std::vector<std::string> argv = {};
  /// Besides the test's own.
  std::map<std::string, std::string> environment = {};
};

using Patience = std::chrono::milliseconds;

/// A program in a process group of its own, its output appended to a file. Ends with the object
/// (SIGTERM, after five seconds SIGKILL) and, by the kernel, with the thread that started it. Used
/// by one thread.
class Child {
 public:
  Child(const Command& command, std::string log);
  ~Child();
  Child(Child&& other) noexcept;
  Child& operator=(Child&&) = delete;

  pid_t pid() const { return pid_; }
  const std::string& log() const { return log_; }
  bool is_running() { return !ended_within(Patience(0)); }
  /// To the whole group.
  void signal(int number) const;
  void stop();
  /// The exit status, or 128 + the signal that ended it. A `Fault` with the end of its log when it
  /// has not ended in time; it is killed then.
  int wait(Patience patience = std::chrono::seconds(60));

 private:
  bool ended_within(Patience patience);

  pid_t pid_ = -1;
  int watch_ = -1;
  int status_ = 0;
  std::string log_;
};

/// A descriptor that becomes readable when the process ends; -1 when there is no such process.
int watch(pid_t pid);

/// Runs them side by side. A `Fault` with its last lines when one does not exit with 0, unless
/// `is_fine` says of its output that this is no harm.
void run_all(const std::vector<Command>& commands, const std::vector<std::string>& logs,
             const std::function<bool(const std::string&)>& is_fine = {});
void run(const Command& command, const std::string& log);

/// Asks again and again; a `Fault` that names `what` when it stays false.
void wait_until(const std::string& what, const std::function<bool()>& holds,
                Patience patience = std::chrono::seconds(60));

/// The last lines of a file.
std::string tail(const std::string& path, std::size_t bytes = 2'000);

/// What a program has said last: of a Go program that crashed, the panic and what follows.
std::string last_words(const std::string& path);

/// Removes a folder when this process has ended, in whatever way, or with the object.
class Janitor {
 public:
  explicit Janitor(const std::string& folder);
  ~Janitor();
  Janitor(const Janitor&) = delete;
  Janitor& operator=(const Janitor&) = delete;

 private:
  pid_t pid_ = -1;
  int held_ = -1;
};

}  // namespace tradelane::fabric
