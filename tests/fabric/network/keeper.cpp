// SPDX-License-Identifier: Apache-2.0
#include "tests/fabric/network/keeper.hpp"

#include <array>
#include <csignal>
#include <fstream>

#include <fcntl.h>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include "chaincode/base/result.hpp"
#include "tests/fabric/network/child.hpp"

namespace tradelane::fabric {
namespace {

constexpr char started = '+';

/// Longer than any node takes to end.
constexpr int to_end_ms = 60'000;

void tell(int to, const std::string& text) {
  const char* at = text.data();
  const char* end = at + text.size();
  while (at < end) {
    const ssize_t written = ::write(to, at, static_cast<std::size_t>(end - at));
    if (written <= 0) return;
    at += written;
  }
}

/// The life of a keeper: never returns.
[[noreturn]] void live(const std::function<Held()>& start, int to_parent) {
  ::setsid();
  const int nothing = ::open("/dev/null", O_RDWR);
  for (const int standard : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) ::dup2(nothing, standard);
  sigset_t endings;
  sigemptyset(&endings);
  for (const int number : {SIGTERM, SIGINT, SIGHUP}) sigaddset(&endings, number);
  ::pthread_sigmask(SIG_BLOCK, &endings, nullptr);
  int status = 0;
  try {
    const Held held = start();
    tell(to_parent, {started});
    ::close(to_parent);
    int signal = 0;
    ::sigwait(&endings, &signal);
  } catch (const std::exception& error) {
    tell(to_parent, error.what());
    status = 1;
  }
  ::_exit(status);
}

std::string read_all(int from) {
  std::string out;
  std::array<char, 4096> buffer{};
  for (;;) {
    const ssize_t count = ::read(from, buffer.data(), buffer.size());
    if (count <= 0) return out;
    out.append(buffer.data(), static_cast<std::size_t>(count));
  }
}

}  // namespace

pid_t keep(const std::function<Held()>& start) {
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) throw Fault("no pipe");
  const pid_t keeper = ::fork();
  if (keeper == 0) {
    ::close(ends[0]);
    live(start, ends[1]);
  }
  ::close(ends[1]);
  if (keeper < 0) throw Fault("no keeper");
  const std::string said = read_all(ends[0]);
  ::close(ends[0]);
  if (said == std::string{started}) return keeper;
  ::waitpid(keeper, nullptr, 0);
  throw Fault(said.empty() ? "the keeper has ended" : said);
}

void note_keeper(const std::string& folder, pid_t keeper) {
  std::ofstream(folder + "/keepers", std::ios::app) << keeper << "\n";
}

std::vector<pid_t> keepers(const std::string& folder) {
  std::ifstream file(folder + "/keepers");
  std::vector<pid_t> out;
  for (pid_t keeper = 0; file >> keeper;) out.push_back(keeper);
  return out;
}

void dismiss(pid_t keeper) {
  const int ending_of = watch(keeper);
  if (ending_of < 0) return;
  ::kill(keeper, SIGTERM);
  pollfd ending{.fd = ending_of, .events = POLLIN, .revents = 0};
  const bool ended = ::poll(&ending, 1, to_end_ms) == 1;
  ::close(ending_of);
  // Gathers it when it is our own.
  ::waitpid(keeper, nullptr, WNOHANG);
  if (!ended) throw Fault("process " + std::to_string(keeper) + " does not end");
}

}  // namespace tradelane::fabric
