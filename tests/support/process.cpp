// SPDX-License-Identifier: Apache-2.0
#include "tests/support/process.hpp"

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <stdexcept>

#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

namespace tradelane::test {
namespace {

constexpr int patience_ms = 20'000;

[[noreturn]] void become(const std::vector<std::string>& argv, int input, int output,
                         const std::string& log, const std::string& fault_point) {
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  ::dup2(input, STDIN_FILENO);
  ::dup2(output, STDOUT_FILENO);
  if (!log.empty()) ::dup2(::open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600), STDERR_FILENO);
  if (!fault_point.empty()) ::setenv("TRADELANE_FAULT_POINT", fault_point.c_str(), 1);
  std::vector<char*> pointers;
  for (const std::string& word : argv) pointers.push_back(const_cast<char*>(word.c_str()));
  pointers.push_back(nullptr);
  ::execv(pointers.front(), pointers.data());
  ::dprintf(STDERR_FILENO, "%s: %s\n", pointers.front(), std::strerror(errno));
  ::_exit(127);
}

}  // namespace

Process::Process(const std::vector<std::string>& argv, const std::string& log,
                 const std::string& fault_point, Input input) {
  int ends[2];
  // A socket: whoever writes to a process that has ended gets an error and no signal.
  int lines[2] = {::open("/dev/null", O_RDONLY | O_CLOEXEC), -1};
  if (input == Input::lines) {
    ::close(lines[0]);
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, lines) != 0)
      throw std::runtime_error("no socket");
  }
  if (::pipe2(ends, O_CLOEXEC) != 0) throw std::runtime_error("no pipe");
  pid_ = ::fork();
  if (pid_ == 0) become(argv, lines[0], ends[1], log, fault_point);
  ::close(lines[0]);
  ::close(ends[1]);
  input_ = lines[1];
  output_ = ends[0];
  if (pid_ < 0) throw std::runtime_error("no process");
}

Process::~Process() {
  if (pid_ > 0) {
    ::kill(pid_, SIGKILL);
    wait();
  }
  ::close(output_);
  if (input_ >= 0) ::close(input_);
}

void Process::write_line(const std::string& line) const {
  const std::string text = line + "\n";
  for (std::size_t sent = 0; sent < text.size();) {
    const ssize_t count = ::send(input_, text.data() + sent, text.size() - sent, MSG_NOSIGNAL);
    if (count <= 0) throw std::runtime_error("the process reads no more");
    sent += static_cast<std::size_t>(count);
  }
}

std::string Process::read_line() {
  for (;;) {
    const std::size_t end = pending_.find('\n');
    if (end != std::string::npos) {
      std::string line = pending_.substr(0, end);
      pending_.erase(0, end + 1);
      return line;
    }
    pollfd waiting{.fd = output_, .events = POLLIN, .revents = 0};
    if (::poll(&waiting, 1, patience_ms) <= 0) return {};
    char buffer[4096];
    const ssize_t size = ::read(output_, buffer, sizeof buffer);
    if (size <= 0) return {};
    pending_.append(buffer, static_cast<std::size_t>(size));
  }
}

void Process::signal(int number) const {
  if (pid_ > 0) ::kill(pid_, number);
}

bool Process::has_ended() const {
  siginfo_t info{};
  return pid_ > 0 &&
         ::waitid(P_PID, static_cast<id_t>(pid_), &info, WEXITED | WNOHANG | WNOWAIT) == 0 &&
         info.si_pid == pid_;
}

int Process::wait() {
  int status = 0;
  if (pid_ <= 0 || ::waitpid(pid_, &status, 0) != pid_) return -1;
  pid_ = -1;
  return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

std::string program(const std::string& name) { return std::string(TRADELANE_BIN_DIR) + "/" + name; }

}  // namespace tradelane::test
