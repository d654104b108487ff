// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "adapters/cli/commands.hpp"
#include "adapters/cli/screen.hpp"

namespace tradelane::cli {

/// Prints the blocks that the command asks for, each as it comes. `Problem` when the peer does not
/// give them.
void run(const ShowBlocks& command, const Screen& screen);

}  // namespace tradelane::cli
