// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/gateway/contestants.hpp"

#include <atomic>
#include <stdexcept>
#include <thread>

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "adapters/gateway/invoke.hpp"

namespace tradelane::bench {

void submit_with_ours(const test::Field& field, const Load& load) {
  const auto client = field.client();
  std::atomic<int> left = load.transactions;
  std::atomic<bool> failed = false;
  const auto work = [&] {
    for (int mine = --left; mine >= 0; mine = --left) {
      const std::string key = std::to_string(::getpid()) + "." + std::to_string(mine);
      if (!gateway::invoke(*client, field.call({"put", key, "value"}))) failed = true;
    }
  };
  {
    std::vector<std::jthread> others;
    for (int i = 1; i < load.in_flight; ++i) others.emplace_back(work);
    work();
  }
  if (failed) throw std::runtime_error("a transaction has failed");
}

double cpu_of(const std::vector<std::string>& command) {
  const pid_t child = ::fork();
  if (child == 0) {
    std::vector<char*> arguments;
    for (const std::string& word : command) arguments.push_back(const_cast<char*>(word.c_str()));
    arguments.push_back(nullptr);
    ::execvp(arguments[0], arguments.data());
    ::_exit(127);
  }
  int status = 0;
  rusage used{};
  if (child < 0 || ::wait4(child, &status, 0, &used) != child)
    throw std::runtime_error("no process");
  if (status != 0) throw std::runtime_error(command.at(0) + " has failed");
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
  };
  return seconds(used.ru_utime) + seconds(used.ru_stime);
}

}  // namespace tradelane::bench
