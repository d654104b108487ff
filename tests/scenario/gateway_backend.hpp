// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <functional>
#include <map>
#include <memory>
#include <string>

#include "adapters/gateway/invoke.hpp"
#include "tests/scenario/backend.hpp"
#include "tests/support/deadline.hpp"

namespace tradelane::scenario {

/// The clients of a running network: one for each of the cast, with a certificate of its own
/// organisation and at that organisation's gateway.
class GatewayBackend : public Backend {
 public:
  /// Called when the network did not answer, before the same is tried again: mends it, or waits.
  using Mend = std::function<void()>;

  /// `files`: what tradelane-devpeer wrote with --out. `operations_port` is the peer's. Without
  /// `mend` the first failure of the network is a `Fault`; with it only one that lasts.
  GatewayBackend(const Setting& setting, std::string files, std::uint16_t operations_port,
                 Mend mend = {});
  ~GatewayBackend() override;

  Receipt submit(const Call& call) override;
  Receipt query(const Call& call) override;
  /// The height of the channel.
  std::string mark() override;

  /// The transaction of somebody else whose event has this entry: waits for it. What comes before
  /// it is passed over.
  Receipt wait_for(const std::string& type, const std::string& id);

 private:
  gateway::Gateway& client_of(const std::string& alias);
  gateway::Call proposal(const Call& call) const;
  /// Ends in an outcome that is known, whatever was lost on the way; never a second effect.
  gateway::Outcome<gateway::Committed> commit(const Call& call);
  std::vector<Json> entries_of(const std::string& txid);
  void listen();
  gateway::Event next_event(const std::string& what);
  bool may_mend(const gateway::Failure& failure, const test::Deadline& deadline) const;

  Setting setting_;
  std::string files_;
  std::uint16_t operations_port_;
  Mend mend_;
  std::map<std::string, std::unique_ptr<gateway::Gateway>> clients_;
  std::unique_ptr<gateway::EventStream> events_;
  gateway::Checkpoint heard_;
};

}  // namespace tradelane::scenario
