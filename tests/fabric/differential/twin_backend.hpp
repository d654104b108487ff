// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "tests/fabric/differential/networks.hpp"
#include "tests/scenario/backend.hpp"

namespace tradelane::differential {

/// The story's calls on both networks at once. What a player is told is what Fabric's own said.
class TwinBackend : public scenario::Backend {
 public:
  explicit TwinBackend(Networks& networks) : networks_(networks) {}

  scenario::Receipt submit(const scenario::Call& call) override;
  scenario::Receipt query(const scenario::Call& call) override;
  /// The height of the channel.
  std::string mark() override;

 private:
  Act act_of(const scenario::Call& call) const;
  Networks& networks_;
};

}  // namespace tradelane::differential
