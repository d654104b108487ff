// SPDX-License-Identifier: Apache-2.0
#include <iostream>

#include <signal.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "chaincode/devpeer/process.hpp"

namespace tradelane::devpeer {
namespace {

constexpr int wrong_configuration = 2;

int complain(const Error& error) {
  std::cerr << "tradelane-devpeer: " << error.detail << "\n";
  return wrong_configuration;
}

/// Blocks the signals that end a process, so that they arrive at this descriptor instead.
int signal_descriptor() {
  sigset_t wanted;
  sigemptyset(&wanted);
  for (const int number : {SIGTERM, SIGINT, SIGHUP}) sigaddset(&wanted, number);
  ::pthread_sigmask(SIG_BLOCK, &wanted, nullptr);
  return ::signalfd(-1, &wanted, SFD_CLOEXEC);
}

int run(const std::vector<std::string>& arguments) {
  const auto line = parse_command_line(arguments);
  if (!line) return complain(line.error());
  if (line->stop_with) {
    std::cout << *line->stop_with;
    return 0;
  }
  if (line->config.create_only) {
    const auto created = Process::create(line->config);
    return created ? 0 : complain(created.error());
  }
  std::cerr << "tradelane-devpeer: for development only; its keys protect nothing. Not for "
               "production.\n";
  const int signals = signal_descriptor();
  const auto process = Process::start(line->config);
  if (!process) return complain(process.error());
  std::cout << (*process)->ready_line() << std::endl;
  signalfd_siginfo signal{};
  while (::read(signals, &signal, sizeof signal) < 0) {
  }
  (*process)->log().info("stopped");
  ::close(signals);
  return 0;
}

}  // namespace
}  // namespace tradelane::devpeer

int main(int count, char** arguments) {
  return tradelane::devpeer::run({arguments + 1, arguments + count});
}
