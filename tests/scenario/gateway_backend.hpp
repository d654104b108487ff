// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <map>
#include <memory>
#include <string>

#include "adapters/gateway/gateway.hpp"
#include "tests/scenario/backend.hpp"

namespace tradelane::scenario {

/// The clients of a running network: one for each of the cast, with a certificate of its own
/// organisation and at that organisation's gateway.
class GatewayBackend : public Backend {
 public:
  /// `files`: what tradelane-devpeer wrote with --out. `operations_port` is the peer's.
  GatewayBackend(const Setting& setting, std::string files, std::uint16_t operations_port);
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
  std::vector<Json> entries_of(const std::string& txid);
  gateway::Event next_event(const std::string& what);

  Setting setting_;
  std::string files_;
  std::uint16_t operations_port_;
  std::map<std::string, std::unique_ptr<gateway::Gateway>> clients_;
  std::unique_ptr<gateway::EventStream> events_;
};

}  // namespace tradelane::scenario
