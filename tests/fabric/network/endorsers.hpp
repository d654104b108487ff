// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "tests/fabric/network/lifecycle.hpp"

namespace tradelane::fabric {

/// Waits until the gateway of every organisation finds the peers of all for this chaincode, and all
/// endorse. Peers tell each other by gossip whom they have met and what they run: a second or two
/// after they have joined, and again after a restart, gateways answer UNAVAILABLE meanwhile. Asks
/// for our contracts' metadata; writes nothing.
void wait_for_endorsers(const Plan& plan, const Definition& definition);

}  // namespace tradelane::fabric
