// SPDX-License-Identifier: Apache-2.0
#include <chrono>
#include <fstream>
#include <iostream>
#include <sstream>

#include <poll.h>
#include <signal.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "chaincode/server/command_line.hpp"
#include "chaincode/server/process.hpp"

namespace tradelane::server {
namespace {

constexpr int wrong_configuration = 2;

std::map<std::string, std::string> environment() {
  std::map<std::string, std::string> out;
  for (char** at = ::environ; *at != nullptr; ++at) {
    const std::string entry = *at;
    if (const auto equals = entry.find('='); equals != std::string::npos)
      out.emplace(entry.substr(0, equals), entry.substr(equals + 1));
  }
  return out;
}

Result<Config> gather(const CommandLine& line) {
  Values file;
  if (line.config_file) {
    std::ifstream stream(*line.config_file);
    std::ostringstream text;
    text << stream.rdbuf();
    if (!stream) return refuse(Code::arg_malformed, "", "config: cannot read " + *line.config_file);
    auto values = read_file_values(text.str());
    if (!values) return values.error();
    file = std::move(*values);
  }
  return make_config({file, environment_values(environment()), line.flags});
}

int complain(const Error& error) {
  std::cerr << "tradelane-chaincode: " << error.detail << "\n";
  return wrong_configuration;
}

/// Blocks the signals that end a process, so that they arrive at this descriptor instead.
int signal_descriptor() {
  sigset_t wanted;
  sigemptyset(&wanted);
  sigaddset(&wanted, SIGTERM);
  sigaddset(&wanted, SIGINT);
  ::pthread_sigmask(SIG_BLOCK, &wanted, nullptr);
  return ::signalfd(-1, &wanted, SFD_CLOEXEC);
}

bool wait_for_signal(int descriptor, int timeout_ms) {
  pollfd waiting{.fd = descriptor, .events = POLLIN, .revents = 0};
  return ::poll(&waiting, 1, timeout_ms) > 0;
}

/// Gives running transactions their time; a second signal ends the wait.
void drain(Process& process, int signals, std::chrono::seconds longest) {
  process.log().info("draining");
  process.drain();
  signalfd_siginfo first{};
  if (::read(signals, &first, sizeof first) < 0) process.log().warn("signal_unread");
  const auto end = std::chrono::steady_clock::now() + longest;
  while (!process.is_drained() && std::chrono::steady_clock::now() < end)
    if (wait_for_signal(signals, 50)) break;
}

int run(const std::vector<std::string>& arguments) {
  const auto line = parse_command_line(arguments);
  if (!line) return complain(line.error());
  if (line->stop_with) {
    std::cout << *line->stop_with;
    return 0;
  }
  const auto config = gather(*line);
  if (!config) return complain(config.error());
  if (line->print_config) {
    std::cout << print(*config);
    return 0;
  }
  const int signals = signal_descriptor();
  const auto process = Process::start(*config);
  if (!process) return complain(process.error());
  Process& running = **process;
  running.log().info("serving", {{"package_id", config->package_id},
                                 {"host", config->listen_host},
                                 {"port", std::int64_t{running.port()}},
                                 {"tls", config->tls},
                                 {"operations_port", std::int64_t{running.operations_port()}}});
  std::cout << running.ready_line() << std::endl;
  while (!wait_for_signal(signals, -1)) {
  }
  drain(running, signals, std::chrono::seconds(config->drain_s));
  running.log().info("stopped");
  ::close(signals);
  return 0;
}

}  // namespace
}  // namespace tradelane::server

int main(int count, char** arguments) {
  return tradelane::server::run({arguments + 1, arguments + count});
}
