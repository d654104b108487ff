// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>

#include "adapters/gateway/proof.hpp"

namespace tradelane::cli {

/// The certificates in a folder of organisations: NAME/ is an MSP folder (or holds one as NAME/msp)
/// with cacerts and, where there are some, intermediatecerts; NAME.pem holds roots alone. NAME is
/// the MSP id. `Problem` (bad_input) when there is none.
gateway::Trust read_trust(const std::string& folder);

}  // namespace tradelane::cli
