// SPDX-License-Identifier: Apache-2.0
#include "adapters/service/process.hpp"

#include <atomic>
#include <chrono>
#include <cstdlib>
#include <iostream>
#include <thread>

#include <poll.h>
#include <signal.h>
#include <sys/signalfd.h>
#include <unistd.h>

namespace tradelane::service {
namespace {

constexpr int wrong_configuration = 2;
constexpr int look_again_ms = 50;

std::map<std::string, std::string> environment() {
  std::map<std::string, std::string> out;
  for (char** at = ::environ; *at != nullptr; ++at) {
    const std::string entry = *at;
    if (const auto equals = entry.find('='); equals != std::string::npos)
      out.emplace(entry.substr(0, equals), entry.substr(equals + 1));
  }
  return out;
}

/// The signals that end a process arrive at this descriptor instead.
class Signals {
 public:
  Signals() {
    sigset_t wanted;
    sigemptyset(&wanted);
    sigaddset(&wanted, SIGTERM);
    sigaddset(&wanted, SIGINT);
    // Before any thread is started, so that all of them inherit it.
    ::pthread_sigmask(SIG_BLOCK, &wanted, nullptr);
    fd_ = ::signalfd(-1, &wanted, SFD_CLOEXEC);
  }
  ~Signals() { ::close(fd_); }
  Signals(const Signals&) = delete;
  Signals& operator=(const Signals&) = delete;

  /// Takes one off; false when none came within `timeout_ms`, -1 for ever.
  bool take(int timeout_ms) const {
    pollfd waiting{.fd = fd_, .events = POLLIN, .revents = 0};
    signalfd_siginfo taken{};
    return ::poll(&waiting, 1, timeout_ms) > 0 && ::read(fd_, &taken, sizeof taken) > 0;
  }

 private:
  int fd_ = -1;
};

/// Returns when it has stopped; ends the process when that takes too long or a second signal comes.
void stop(Running& running, const Signals& signals, std::chrono::seconds longest) {
  std::atomic<bool> stopped = false;
  std::thread stopping([&] {
    running.stop();
    stopped = true;
  });
  const auto end = std::chrono::steady_clock::now() + longest;
  while (!stopped && std::chrono::steady_clock::now() < end)
    if (signals.take(look_again_ms)) break;
  if (!stopped) {
    // Everything that counts is on the disk, and threads that wait for a network cannot be ended.
    running.log().warn("stopping_cut_short");
    std::_Exit(EXIT_SUCCESS);
  }
  stopping.join();
}

/// What breaks on the way, such as a disk that is full, is told like a wrong configuration.
Result<std::unique_ptr<Running>> begin(const Start& start) try {
  return start();
} catch (const Fault& fault) {
  return refuse(Code::arg_malformed, "", fault.what());
}

int complain(const Program& program, const Error& error) {
  std::cerr << program.name << ": " << error.detail << "\n";
  return wrong_configuration;
}

}  // namespace

int run(const Program& program, const Keys& keys, const Config& common,
        const std::vector<std::string>& arguments, const Start& start) {
  const auto line = parse_command_line(program, keys, arguments);
  if (!line) return complain(program, line.error());
  if (line->stop_with) {
    std::cout << *line->stop_with;
    return EXIT_SUCCESS;
  }
  if (const auto done = set_all(keys, *line, environment()); !done)
    return complain(program, done.error());
  if (line->print_config) {
    std::cout << keys.print();
    return EXIT_SUCCESS;
  }
  const Signals signals;
  const auto running = begin(start);
  if (!running) return complain(program, running.error());
  Json::Object ready = (*running)->ready();
  ready.emplace("program", program.name);
  std::cout << canonical(std::move(ready)) << std::endl;
  (*running)->log().info("serving");
  while (!signals.take(-1)) {
  }
  (*running)->log().info("stopping");
  stop(**running, signals, std::chrono::seconds(common.drain_s));
  (*running)->log().info("stopped");
  return EXIT_SUCCESS;
}

}  // namespace tradelane::service
