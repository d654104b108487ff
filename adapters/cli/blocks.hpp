// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "adapters/cli/commands.hpp"
#include "adapters/cli/screen.hpp"
#include "adapters/gateway/blocks.hpp"

namespace tradelane::cli {

/// Which is the last there is now; Deliver itself would wait for what is yet to come. `Problem`
/// when the peer does not tell, after 15 s at the latest.
std::uint64_t newest_block(gateway::Blocks& peer, const std::string& channel);

/// Prints the blocks that the command asks for, each as it comes. `Problem` when the peer does not
/// give them.
void run(const ShowBlocks& command, const Screen& screen);

}  // namespace tradelane::cli
