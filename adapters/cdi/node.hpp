// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <functional>
#include <memory>

#include "adapters/cdi/delivery.hpp"
#include "adapters/http/client.hpp"

namespace tradelane::cdi {

/// The data node over HTTP: `GET /v1/openings?evidenceId=`. Safe from any thread.
class HttpNode final : public NodeReads {
 public:
  /// `connect` makes a client of the node; a client is one thread's.
  using Connect = std::function<std::unique_ptr<http::Client>()>;
  explicit HttpNode(Connect connect) : connect_(std::move(connect)) {}

  std::vector<NodeOpening> openings(const evidence::EvidenceId& id) override;

 private:
  Connect connect_;
};

/// The slashes of an id are no steps of a path.
std::string openings_target(const evidence::EvidenceId& id);

}  // namespace tradelane::cdi
