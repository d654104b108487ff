// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "adapters/cli/web/ledger_routes.hpp"

namespace tradelane::cli::web {

/// Who looks, and at what: plain data for the page's head.
struct About {
  std::string channel = {};
  std::string chaincode = {};
  std::string peer = {};
  gateway::Identity identity = {};
};

/// From a request that may be answered (access.hpp) to its answer. Safe from any thread.
///
/// | target                            | answer                                              |
/// |-----------------------------------|-----------------------------------------------------|
/// | `/`, `/app.mjs` …                 | the page                                            |
/// | `/api/status`                     | channel, caller, how far the blocks are read        |
/// | `/api/blocks?from&to&wait`        | blocks, at most 100; waits at most 25 s             |
/// | `/api/tx/ID`                      | a transaction, decoded                              |
/// | `/api/index?id`                   | the transactions that speak of an id                |
/// | `/api/search?q`                   | ids that hold a text                                |
/// | `/api/query?function&args`        | what the chaincode answers; nothing is submitted    |
/// | `/api/codes`                      | the sentence of each refusal code                   |
class Routes {
 public:
  /// What is passed outlives this.
  Routes(About about, BlockFeed& feed, gateway::Gateway& gateway);

  http::Response operator()(const http::Request& request);

 private:
  http::Response status() const;
  http::Response query(const http::Request& request);

  const About about_;
  BlockFeed& feed_;
  Chaincode chaincode_;
  LedgerRoutes ledger_;
};

}  // namespace tradelane::cli::web
