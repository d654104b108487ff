// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <vector>

#include "tests/support/peer/requests.hpp"

namespace tradelane::test {

/// What is wrong with a message of a chaincode that is ready, taken by itself: things that a peer
/// overlooks, answers with an error, or would not survive. Pure.
std::vector<std::string> faults_of(const protos::ChaincodeMessage& message, const PeerRules& rules);

}  // namespace tradelane::test
