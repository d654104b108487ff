// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "adapters/cli/commands.hpp"
#include "adapters/cli/screen.hpp"

namespace tradelane::cli {

/// Serves the explorer on loopback until SIGINT, SIGTERM or SIGHUP, which it takes for the process;
/// prints its address, with the key that opens it, as the first line. Throws `Problem` when the
/// peer gives no blocks or the port cannot be had.
void run(const Web& command, const Screen& screen);

}  // namespace tradelane::cli
