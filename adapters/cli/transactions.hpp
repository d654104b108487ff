// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "adapters/cli/commands.hpp"
#include "adapters/cli/problem.hpp"
#include "adapters/cli/screen.hpp"
#include "adapters/gateway/outcome.hpp"

/// The commands that talk to a peer. Each prints its result and throws `Problem` otherwise.
namespace tradelane::cli {

void run(const Invoke& command, const Screen& screen);
void run(const Query& command, const Screen& screen);
void run(const Status& command, const Screen& screen);
void run(const Events& command, const Screen& screen);

/// The problem that a failure is to the user of the command, with what to do next.
Problem problem_of(const gateway::Failure& failure);

}  // namespace tradelane::cli
