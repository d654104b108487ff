// SPDX-License-Identifier: Apache-2.0
#include "tests/fabric/network/child.hpp"

#include <csignal>
#include <filesystem>
#include <fstream>
#include <sstream>

#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "chaincode/base/result.hpp"

namespace tradelane::fabric {
namespace {

using Clock = std::chrono::steady_clock;

constexpr Patience to_end_well = std::chrono::seconds(5);
constexpr int between_questions_ms = 20;

/// What execve wants; made before the fork, for a thread of this process may hold the allocator.
class Strings {
 public:
  explicit Strings(std::vector<std::string> texts) : texts_(std::move(texts)) {
    for (std::string& text : texts_) pointers_.push_back(text.data());
    pointers_.push_back(nullptr);
  }
  char* const* data() const { return pointers_.data(); }

 private:
  std::vector<std::string> texts_;
  std::vector<char*> pointers_;
};

std::vector<std::string> environment_with(const std::map<std::string, std::string>& more) {
  std::vector<std::string> out;
  for (char** at = ::environ; *at != nullptr; ++at) {
    const std::string entry = *at;
    // Whatever Fabric's own variables say here is meant for another network.
    const bool foreign = entry.starts_with("CORE_") || entry.starts_with("ORDERER_") ||
                         entry.starts_with("FABRIC_") || entry.starts_with("CONFIGTX_");
    if (!foreign && !more.contains(entry.substr(0, entry.find('=')))) out.push_back(entry);
  }
  for (const auto& [name, value] : more) out.push_back(name + "=" + value);
  return out;
}

[[noreturn]] void become(const Strings& argv, const Strings& environment, int log, pid_t parent) {
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (::getppid() != parent) ::_exit(127);
  ::setpgid(0, 0);
  sigset_t none;
  sigemptyset(&none);
  ::sigprocmask(SIG_SETMASK, &none, nullptr);
  ::dup2(::open("/dev/null", O_RDONLY), STDIN_FILENO);
  ::dup2(log, STDOUT_FILENO);
  ::dup2(log, STDERR_FILENO);
  ::execve(argv.data()[0], argv.data(), environment.data());
  ::_exit(127);
}

int exit_status(int status) {
  return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

}  // namespace

Child::Child(const Command& command, std::string log) : log_(std::move(log)) {
  const int file = ::open(log_.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  if (file < 0) throw Fault(log_ + " cannot be written");
  const Strings argv(command.argv);
  const Strings environment(environment_with(command.environment));
  const pid_t parent = ::getpid();
  pid_ = ::fork();
  if (pid_ == 0) become(argv, environment, file, parent);
  ::close(file);
  if (pid_ > 0) {
    ::setpgid(pid_, pid_);
    watch_ = watch(pid_);
  }
  if (pid_ < 0 || watch_ < 0) throw Fault(command.argv.front() + " cannot be started");
}

Child::Child(Child&& other) noexcept
    : pid_(std::exchange(other.pid_, -1)),
      watch_(std::exchange(other.watch_, -1)),
      status_(other.status_),
      log_(std::move(other.log_)) {}

Child::~Child() {
  stop();
  if (watch_ >= 0) ::close(watch_);
}

void Child::signal(int number) const {
  if (pid_ > 0) ::kill(-pid_, number);
}

bool Child::ended_within(Patience patience) {
  if (pid_ <= 0) return true;
  pollfd waiting{.fd = watch_, .events = POLLIN, .revents = 0};
  if (::poll(&waiting, 1, static_cast<int>(patience.count())) <= 0) return false;
  int status = 0;
  ::waitpid(pid_, &status, 0);
  status_ = exit_status(status);
  // What it has started itself goes with it.
  ::kill(-pid_, SIGKILL);
  pid_ = -1;
  return true;
}

void Child::stop() {
  signal(SIGTERM);
  if (ended_within(to_end_well)) return;
  signal(SIGKILL);
  ended_within(to_end_well);
}

int Child::wait(Patience patience) {
  if (!ended_within(patience)) {
    stop();
    throw Fault("a program did not end in time: " + tail(log_));
  }
  return status_;
}

int watch(pid_t pid) {
  // The header of glibc 2.36 declares this for C only.
  return static_cast<int>(::syscall(SYS_pidfd_open, pid, 0));
}

void run_all(const std::vector<Command>& commands, const std::vector<std::string>& logs,
             const std::function<bool(const std::string&)>& is_fine) {
  std::vector<Child> running;
  running.reserve(commands.size());
  for (std::size_t i = 0; i < commands.size(); ++i) running.emplace_back(commands[i], logs.at(i));
  for (std::size_t i = 0; i < commands.size(); ++i) {
    const int status = running[i].wait();
    const std::string output = tail(logs[i]);
    if (status != 0 && !(is_fine && is_fine(output)))
      throw Fault(commands[i].argv.front() + " ended with " + std::to_string(status) + ": " +
                  output);
  }
}

void run(const Command& command, const std::string& log) { run_all({command}, {log}); }

void wait_until(const std::string& what, const std::function<bool()>& holds, Patience patience) {
  const auto end = Clock::now() + patience;
  while (!holds()) {
    if (Clock::now() >= end) throw Fault("in vain: " + what);
    ::poll(nullptr, 0, between_questions_ms);
  }
}

std::string tail(const std::string& path, std::size_t bytes) {
  std::ostringstream text;
  text << std::ifstream(path, std::ios::binary).rdbuf();
  const std::string all = text.str();
  return all.size() <= bytes ? all : all.substr(all.size() - bytes);
}

std::string last_words(const std::string& path) {
  constexpr std::size_t whole = 100'000'000;
  constexpr std::size_t enough = 4'000;
  const std::string all = tail(path, whole);
  for (const char* crash : {"\npanic: ", "\nfatal error: "})
    if (const auto at = all.find(crash); at != std::string::npos) return all.substr(at, enough);
  return tail(path);
}

Janitor::Janitor(const std::string& folder) {
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) throw Fault("no pipe");
  // Programs that die at this moment may still write.
  const Strings argv({"/bin/sh", "-c",
                      "cat; until rm -rf -- \"$1\" 2>/dev/null && ! test -e \"$1\"; do :; done",
                      "janitor", folder});
  const Strings environment(environment_with({}));
  pid_ = ::fork();
  if (pid_ == 0) {
    // Not of this session: a key press in the terminal reaches the test, not its janitor.
    ::setsid();
    ::dup2(ends[0], STDIN_FILENO);
    ::dup2(::open("/dev/null", O_WRONLY), STDOUT_FILENO);
    ::execve(argv.data()[0], argv.data(), environment.data());
    ::_exit(127);
  }
  ::close(ends[0]);
  held_ = ends[1];
  if (pid_ < 0) throw Fault("no janitor");
}

Janitor::~Janitor() {
  ::close(held_);
  ::waitpid(pid_, nullptr, 0);
}

}  // namespace tradelane::fabric
