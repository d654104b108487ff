// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <memory>
#include <vector>

#include "tests/fabric/story_network.hpp"

namespace tradelane::fabric {

/// The line that this run of the program is for.
Line line_of_this_run();

/// The story on Fabric's own processes: a peer and a server of ours for each organisation, and for
/// each of the cast a client at its own organisation's peer.
class FabricBackend : public scenario::Backend {
 public:
  explicit FabricBackend(const scenario::Setting& setting);

  scenario::Receipt submit(const scenario::Call& call) override;
  scenario::Receipt query(const scenario::Call& call) override;
  /// The height of the channel at the operator's peer.
  std::string mark() override;
  scenario::GatewayBackend& clients() { return *clients_; }

 private:
  Network network_;
  std::vector<Child> servers_;
  std::unique_ptr<scenario::GatewayBackend> clients_;
};

}  // namespace tradelane::fabric
