// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <memory>
#include <string>
#include <vector>

#include "adapters/gateway/invoke.hpp"
#include "tests/bench/shim/contestant.hpp"
#include "tests/fabric/network/lifecycle.hpp"
#include "tests/fabric/network/network.hpp"

namespace tradelane::bench {

/// An orderer and a peer of Fabric, and behind that peer one chaincode for each contestant, by
/// mutual TLS. All servers run at once; who is not asked uses nothing.
class FabricStage {
 public:
  /// At most `fabric::most_servers_of_a_peer` contestants. Returns when each of them answers.
  FabricStage(fabric::Line line, const std::vector<Contestant>& contestants);

  pid_t server(std::size_t contestant) const { return servers_.at(contestant).pid(); }
  /// From any thread.
  gateway::Gateway& client() { return *client_; }
  gateway::Call call(const std::string& contestant, std::vector<std::string> args) const;

 private:
  fabric::Child start(const Contestant& contestant, const std::string& package_id,
                      std::size_t slot) const;

  fabric::Network network_;
  std::vector<fabric::Child> servers_;
  std::unique_ptr<gateway::Gateway> client_;
};

}  // namespace tradelane::bench
