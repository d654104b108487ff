// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <memory>

#include "adapters/cli/commands.hpp"
#include "adapters/gateway/gateway.hpp"
#include "adapters/gateway/profile.hpp"

namespace tradelane::cli {

/// What the flags and the profile that they name say. Throws `Problem` (bad_input).
gateway::Profile settings_of(const ConnectionFlags& flags);

/// A connection to the peer, and who speaks over it.
struct Link {
  gateway::Connection connection;
  gateway::ClientOptions options;
};
/// Throws `Problem` (bad_input); nothing is sent yet.
Link link_of(const ConnectionFlags& flags);

/// A client for what the flags say. Throws `Problem` (bad_input); nothing is sent yet.
std::unique_ptr<gateway::Gateway> connect(const ConnectionFlags& flags);

}  // namespace tradelane::cli
