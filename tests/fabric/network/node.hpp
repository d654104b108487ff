// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <optional>
#include <string>

#include "tests/fabric/network/plan.hpp"

/// What running nodes say of themselves on their operations ports.
namespace tradelane::fabric {

/// Answers `path` with 200: /healthz of Fabric's nodes, /readyz of our own.
bool answers(std::uint16_t port, const std::string& path);

/// Somebody listens there.
bool accepts(std::uint16_t port);

/// How many blocks of the channel a peer has; absent while it does not answer or has none.
std::optional<std::uint64_t> height(std::uint16_t operations_port, const std::string& channel);

/// This orderer is the leader of the channel's, and takes transactions.
bool leads(std::uint16_t operations_port, const std::string& channel);

/// Waits until every peer has at least `blocks` blocks; 0 means as many as any of them has.
void wait_for_height(const Plan& plan, std::uint64_t blocks = 0);

}  // namespace tradelane::fabric
