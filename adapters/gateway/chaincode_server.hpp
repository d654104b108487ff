// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "adapters/gateway/connection.hpp"
#include "adapters/gateway/outcome.hpp"
#include "adapters/gateway/proposal.hpp"

namespace tradelane::gateway {

/// The package id with which a chaincode server (chaincode as a service) registers: what a peer
/// compares with the package that it has installed, and says nothing about when they differ. Opens
/// the stream that a peer would, reads the first message and leaves. DATA_LOSS for a first message
/// that is none of a chaincode. Safe from any thread.
Outcome<std::string> registered_package_id(const Connection& server, Duration within);

}  // namespace tradelane::gateway
