// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "adapters/gateway/invoke.hpp"
#include "tests/scenario/backend.hpp"
#include "tests/support/deadline.hpp"

namespace tradelane::scenario {

/// How far the peers of a network are.
struct Heights {
  /// How many blocks the channel has; absent while nobody answers.
  std::function<std::optional<std::uint64_t>()> now = {};
  /// Returns when every peer has so many.
  std::function<void(std::uint64_t)> await = {};
};

/// Of tradelane-devpeer, by its operations port: it is the peer of all organisations.
Heights heights_of_devpeer(std::uint16_t operations_port);

/// The clients of a running network: one for each of the cast, with a certificate of its own
/// organisation and at that organisation's gateway.
class GatewayBackend : public Backend {
 public:
  /// Called when the network did not answer, before the same is tried again: mends it, or waits.
  using Mend = std::function<void()>;

  /// `files`: what tradelane-devpeer wrote with --out. Without `mend` the first failure of the
  /// network is a `Fault`; with it only one that lasts.
  GatewayBackend(const Setting& setting, std::string files, Heights heights, Mend mend = {});
  ~GatewayBackend() override;

  /// Returns when every peer has the transaction: who asks another peer next must not be told of
  /// the past.
  Receipt submit(const Call& call) override;
  Receipt query(const Call& call) override;
  /// The height of the channel.
  std::string mark() override;

  /// The transaction of somebody else whose event has this entry: waits for it. What comes before
  /// it is passed over. Returns when every peer has it.
  Receipt wait_for(const std::string& type, const std::string& id);

  /// The client of one of the cast, and a call as it takes it: for who needs more than whole
  /// transactions one after the other.
  gateway::Gateway& client_of(const std::string& alias);
  gateway::Call proposal(const Call& call) const;

 private:
  /// Ends in an outcome that is known, whatever was lost on the way; never a second effect.
  gateway::Outcome<gateway::Committed> commit(const Call& call);
  std::vector<Json> entries_of(const std::string& txid);
  void listen();
  gateway::Event next_event(const std::string& what);
  bool may_mend(const gateway::Failure& failure, const test::Deadline& deadline) const;

  Setting setting_;
  std::string files_;
  Heights heights_;
  Mend mend_;
  std::map<std::string, std::unique_ptr<gateway::Gateway>> clients_;
  std::unique_ptr<gateway::EventStream> events_;
  gateway::Checkpoint heard_;
};

}  // namespace tradelane::scenario
