// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "adapters/gateway/outcome.hpp"
#include "tests/scenario/network_backend.hpp"

namespace tradelane::scenario {

/// The official Fabric Gateway client for Node (client.mjs) on a network that is running already.
/// Throws Fault when the process does not answer.
class NodeBackend : public Backend {
 public:
  NodeBackend(const Setting& setting, NetworkBackend& network);
  ~NodeBackend() override;

  Receipt submit(const Call& call) override;
  Receipt query(const Call& call) override;
  std::string mark() override { return network_.mark(); }

  /// Signs proposal, transaction and commit outside the client from now on.
  void sign_offline(bool offline) { offline_ = offline; }
  /// What the client says of a call, without interpretation.
  Json ask(const std::string& operation, const Call& call);
  /// An error that the client has thrown, as ours would show it.
  static gateway::Failure failure(const Json& answer);

 private:
  Setting setting_;
  NetworkBackend& network_;
  bool offline_ = false;
  pid_t pid_ = -1;
  /// Both directions.
  int socket_ = -1;
  std::string pending_;
};

}  // namespace tradelane::scenario
