// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <memory>

#include "tests/scenario/ground.hpp"

namespace tradelane::scenario {

/// The names of its two processes.
namespace part {
inline constexpr const char* chaincode = "chaincode";
inline constexpr const char* devpeer = "devpeer";
}  // namespace part

/// tradelane-devpeer as the peer of all organisations, and one chaincode server. Everything is
/// written below `folder`, which exists. A `Fault` when the network's files cannot be made.
std::unique_ptr<Ground> embedded_ground(const std::string& folder, const Setting& setting);

/// Where its ledger is.
std::string embedded_ledger(const std::string& folder);

}  // namespace tradelane::scenario
