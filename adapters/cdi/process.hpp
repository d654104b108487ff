// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <condition_variable>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "adapters/cdi/api.hpp"
#include "adapters/cdi/config.hpp"
#include "adapters/cdi/ledger.hpp"
#include "adapters/cdi/node.hpp"
#include "adapters/service/desk.hpp"
#include "adapters/service/gateway_submitter.hpp"
#include "adapters/service/process.hpp"

namespace tradelane::cdi {

/// The adapter at work: its port, and threads that bring acts onto the ledger.
class Process : public service::Running {
 public:
  /// ARG_MALFORMED and GW_CONFIG say in one sentence what cannot be used.
  static Result<std::unique_ptr<service::Running>> start(const Config& config);
  ~Process() override;

  Log& log() override { return desk_->log(); }
  Json::Object ready() const override;
  void stop() override;

 private:
  explicit Process(const Config& config) : config_(config) {}
  Result<> open();
  void make_parts();
  Result<> serve();
  void work();

  const Config config_;
  Clients clients_;
  std::unique_ptr<service::Desk> desk_;
  std::unique_ptr<service::GatewaySubmitter> submitter_;
  std::unique_ptr<feed::Pipeline> pipeline_;
  std::unique_ptr<ConsentFeed> feed_;
  std::unique_ptr<GatewayReads> ledger_;
  std::unique_ptr<HttpNode> node_;
  std::unique_ptr<Deliveries> deliveries_;
  std::unique_ptr<DeliveryDesk> delivery_;
  std::unique_ptr<Api> api_;
  std::unique_ptr<http::Server> server_;

  std::mutex mutex_;
  std::condition_variable wake_;
  bool stopping_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace tradelane::cdi
