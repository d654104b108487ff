// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <vector>

#include "tests/scenario/gateway_backend.hpp"

namespace tradelane::scenario {

/// Where the runners of a race start.
enum class Start {
  /// Each was endorsed on the same state before the first one is sent.
  endorsed,
  /// Nothing is done yet.
  proposed,
};

/// Sends all of them at once, each on a thread of its own. How each ended, in their order: "VALID",
/// the peer's name for why it is invalid, a refusal's token, or the failure of the network.
std::vector<std::string> race(GatewayBackend& clients, const std::vector<Call>& calls, Start start);

/// The shipper hands one bill to everybody else at once. In which way it went otherwise than it
/// must; "" when exactly one transfer took place. The bill was just issued.
std::string transfer_to_everybody(GatewayBackend& clients, const std::string& bill, Start start,
                                  const Setting& setting);

/// Everyone admitted, both bills issued. A refusal is a `Fault`.
void issue_both_bills(GatewayBackend& clients, const Setting& setting);

}  // namespace tradelane::scenario
