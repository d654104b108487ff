// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>

#include "tests/scenario/gateway_backend.hpp"

namespace tradelane::scenario {

/// The holder of a bill hands it on, with the endorsement of the operator and of some of those who
/// have rights in the bill, and at last with that of all. In which way it went otherwise than it
/// must; "" when the peers found each invalid but the last. The bill was just issued.
std::string transfer_needs_holder_and_issuer(GatewayBackend& clients, const std::string& bill,
                                             const Setting& setting);

}  // namespace tradelane::scenario
