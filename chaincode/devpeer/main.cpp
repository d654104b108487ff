// SPDX-License-Identifier: Apache-2.0
#include <iostream>

#include "chaincode/devpeer/process.hpp"
#include "chaincode/operations/signals.hpp"

namespace tradelane::devpeer {
namespace {

constexpr int wrong_configuration = 2;

int complain(const Error& error) {
  std::cerr << "tradelane-devpeer: " << error.detail << "\n";
  return wrong_configuration;
}

/// Every signal ends it: there is nothing to read again.
int wait_for_signal(const operations::Signals& signals) {
  int number = 0;
  while (number == 0) number = signals.take(std::chrono::hours(1));
  return number;
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
  const operations::Signals signals;
  const auto process = Process::start(line->config);
  if (!process) return complain(process.error());
  std::cout << (*process)->ready_line() << std::endl;
  const int number = wait_for_signal(signals);
  (*process)->log().info("stopped", {{"signal", operations::Signals::name(number)}});
  return 0;
}

}  // namespace
}  // namespace tradelane::devpeer

int main(int count, char** arguments) {
  return tradelane::devpeer::run({arguments + 1, arguments + count});
}
