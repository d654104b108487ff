// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <memory>
#include <string>
#include <vector>

#include "adapters/gateway/blocks.hpp"
#include "adapters/gateway/gateway.hpp"

namespace tradelane::test {

inline const std::string one = "OneMSP";
inline const std::string two = "TwoMSP";

/// A running network of two organisations with a peer each, either of which may endorse, and
/// AreasChaincode (chaincode.hpp) as its chaincode.
struct Field {
  /// In the layout of chaincode/devpeer/organisations.hpp.
  std::string files = {};
  std::string channel = {};
  std::string chaincode = {};

  /// To the organisation's own peer, by its profile; with mutual TLS where the profile says so.
  gateway::Connection connection(const std::string& msp) const;
  gateway::ClientOptions options(const std::string& msp) const;
  std::unique_ptr<gateway::Gateway> client(const std::string& msp = one) const;
  std::unique_ptr<gateway::Blocks> blocks(const std::string& msp = one) const;
  /// Operations of the chaincode, one after the other. Without organisations the gateway chooses.
  gateway::Call call(std::vector<std::string> operations,
                     std::vector<std::string> organisations = {}) const;
};

/// The one network of this program's run, made when it is first asked for.
const Field& field();

}  // namespace tradelane::test
