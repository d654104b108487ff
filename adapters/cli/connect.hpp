// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <memory>

#include "adapters/cli/commands.hpp"
#include "adapters/gateway/gateway.hpp"

namespace tradelane::cli {

/// A client for what the flags say. Throws `Problem` (bad_input); nothing is sent yet.
std::unique_ptr<gateway::Gateway> connect(const ConnectionFlags& flags);

}  // namespace tradelane::cli
