// SPDX-License-Identifier: Apache-2.0
#include "adapters/service/process.hpp"

#include <atomic>
#include <chrono>
#include <cstdlib>
#include <iostream>
#include <thread>

#include "chaincode/operations/environment.hpp"
#include "chaincode/operations/signals.hpp"

namespace tradelane::service {
namespace {

using operations::Signals;

constexpr int wrong_configuration = 2;
constexpr std::chrono::milliseconds look_again{50};

/// Nothing here can be reloaded, so whoever hangs up wants it to end as well.
bool is_told_to_end(const Signals& signals, std::chrono::milliseconds longest) {
  return signals.wait(longest) != Signals::Wish::none;
}

/// Returns when it has stopped; ends the process when that takes too long or a second signal comes.
void stop(Running& running, const Signals& signals, std::chrono::seconds longest) {
  std::atomic<bool> stopped = false;
  std::thread stopping([&] {
    running.stop();
    stopped = true;
  });
  const auto end = std::chrono::steady_clock::now() + longest;
  while (!stopped && std::chrono::steady_clock::now() < end)
    if (is_told_to_end(signals, look_again)) break;
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
  if (const auto done = set_all(keys, *line, operations::environment()); !done)
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
  while (!is_told_to_end(signals, std::chrono::hours(1))) {
  }
  (*running)->log().info("stopping");
  stop(**running, signals, std::chrono::seconds(common.drain_s));
  (*running)->log().info("stopped");
  return EXIT_SUCCESS;
}

}  // namespace tradelane::service
