// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "adapters/cli/commands.hpp"
#include "adapters/cli/screen.hpp"
#include "adapters/gateway/gateway.hpp"

namespace tradelane::cli {

/// Has `call` endorsed, prints what it would write and the event it would set, and sends nothing to
/// an orderer: nothing is on the ledger afterwards. The endorsers see the private input, as always.
/// `Problem` as `invoke` has it.
void dry_run(gateway::Gateway& peer, const gateway::Call& call, const Screen& screen,
             Progress& progress, Output output);

}  // namespace tradelane::cli
