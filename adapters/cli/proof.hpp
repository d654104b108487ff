// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "adapters/cli/commands.hpp"
#include "adapters/cli/screen.hpp"

namespace tradelane::cli {

/// Reads the channel's blocks and writes the proof of one bill to a file. `Problem` when the peer
/// does not give them, and when no block changed such a bill.
void run(const Export& command, const Screen& screen);

/// Checks such a file without a network. True when everything was checked; false when all that
/// could be checked is good. `Problem` (refused) with the token of what is wrong.
bool run(const VerifyProof& command, const Screen& screen);

}  // namespace tradelane::cli
