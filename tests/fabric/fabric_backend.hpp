// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "tests/fabric/network/lifecycle.hpp"
#include "tests/fabric/network/network.hpp"
#include "tests/scenario/gateway_backend.hpp"

namespace tradelane::fabric {

/// The line that this run of the program is for.
Line line_of_this_run();

/// The organisations and users of story.md, on this run's line.
Plan plan_of_the_story(const scenario::Setting& setting);
std::vector<devpeer::User> users_of_the_story();

/// The story on Fabric's own processes: a peer and a server of ours for each organisation, and for
/// each of the cast a client at its own organisation's peer.
class FabricBackend : public scenario::Backend {
 public:
  explicit FabricBackend(const scenario::Setting& setting);

  /// Returns when every peer has the transaction: who asks another peer next must not be told of
  /// the past.
  scenario::Receipt submit(const scenario::Call& call) override;
  scenario::Receipt query(const scenario::Call& call) override;
  /// The height of the channel at the operator's peer.
  std::string mark() override;

  Network& network() { return network_; }

 private:
  Network network_;
  Definition definition_;
  std::vector<Child> servers_;
  std::unique_ptr<scenario::GatewayBackend> clients_;
};

}  // namespace tradelane::fabric
