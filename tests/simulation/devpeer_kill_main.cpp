// SPDX-License-Identifier: Apache-2.0
// Usage: devpeer_kill_test [--kills=N] [--seed=N] [options of doctest]. A seed repeats the choice
// of the places, not what the scheduler makes of it.
#define DOCTEST_CONFIG_IMPLEMENT
#include <iostream>
#include <random>
#include <string>

#include <doctest/doctest.h>

#include "tests/simulation/devpeer_kill.hpp"

namespace {

tradelane::simulation::KillRun asked = {};

}  // namespace

const tradelane::simulation::KillRun& tradelane::simulation::this_run() { return asked; }

int main(int count, char** arguments) {
  asked.seed = std::random_device()() % 1'000'000;
  for (int i = 1; i < count; ++i) {
    const std::string argument = arguments[i];
    if (argument.starts_with("--kills=")) asked.kills = std::stoull(argument.substr(8));
    if (argument.starts_with("--seed=")) asked.seed = std::stoull(argument.substr(7));
  }
  std::cout << "devpeer_kill_test --kills=" << asked.kills << " --seed=" << asked.seed << "\n";
  return doctest::Context(count, arguments).run();
}
