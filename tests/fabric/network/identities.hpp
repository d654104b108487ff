// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <vector>

#include "chaincode/devpeer/organisations.hpp"
#include "tests/fabric/network/plan.hpp"

namespace tradelane::fabric {

/// Runs cryptogen and lays its authorities and peers out as tradelane-devpeer does, so that every
/// client of ours finds what it needs: FOLDER/net, see chaincode/devpeer/organisations.hpp. The
/// users besides are issued by us from cryptogen's authorities. Adds for each organisation
///   net/<MSP>/chaincode/{server.crt,server.key,client-ca.crt}
/// and connection profiles to the organisation's own peer.
void make_identities(const Plan& plan, const std::vector<devpeer::User>& users);

}  // namespace tradelane::fabric
