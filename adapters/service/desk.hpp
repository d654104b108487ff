// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "adapters/feed/store.hpp"
#include "adapters/service/config.hpp"
#include "adapters/service/watched_gateway.hpp"
#include "chaincode/base/log.hpp"
#include "chaincode/codec/json.hpp"
#include "chaincode/operations/port.hpp"

namespace tradelane::service {

/// What every adapter works at: log, store, gateway and the operations port that shows them. Its
/// parts may be used from any thread.
class Desk {
 public:
  /// Opens everything but the operations port. ARG_MALFORMED and GW_CONFIG say in one sentence what
  /// cannot be used.
  static Result<std::unique_ptr<Desk>> open(const Config& config);

  Log& log() { return log_; }
  feed::Store& store() { return *store_; }
  WatchedGateway& gateway() { return *gateway_; }

  /// Opens the operations port: /healthz, /readyz, /version and /status. `sources` are counted in
  /// the status, which `more` extends; both are asked on the port's thread.
  Result<> serve(const std::string& program, std::vector<std::string> sources,
                 std::function<Json::Object()> more = {});
  /// `127.0.0.1:41234`
  std::string operations_address() const;

 private:
  explicit Desk(const Config& config);
  operations::Answer readiness() const;

  Config config_;
  Log log_;
  std::unique_ptr<feed::Store> store_;
  std::unique_ptr<WatchedGateway> gateway_;
  std::unique_ptr<operations::Port> operations_;
};

/// `{gateway, sources: {name: {waiting, done, dead, abandoned}}, deadLetters: [{id, source, key,
/// code, reason, attempts, arrivedMs, transactionId?}]}`: the first hundred dead letters.
Json::Object status_of(const feed::Store& store, const std::vector<std::string>& sources,
                       WatchedGateway::Health gateway);

}  // namespace tradelane::service
