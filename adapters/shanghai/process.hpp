// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <condition_variable>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "adapters/service/desk.hpp"
#include "adapters/service/gateway_submitter.hpp"
#include "adapters/service/process.hpp"
#include "adapters/shanghai/config.hpp"
#include "adapters/shanghai/worker.hpp"

namespace tradelane::shanghai {

/// Every configured feed of the node, each worked on a thread of its own.
class Process : public service::Running {
 public:
  /// ARG_MALFORMED and GW_CONFIG say in one sentence what cannot be used, and how to mend it.
  static Result<std::unique_ptr<service::Running>> start(const Config& config);
  ~Process() override;

  Log& log() override { return desk_->log(); }
  Json::Object ready() const override;
  void stop() override;

 private:
  explicit Process(const Config& config) : config_(config) {}
  Result<> add_feed(const std::string& feed);
  Result<> serve();
  Json::Object status() const;
  void run(FeedWorker& worker);

  const Config config_;
  std::vector<std::unique_ptr<http::Client>> clients_;
  std::vector<std::unique_ptr<FeedWorker>> workers_;
  std::unique_ptr<service::GatewaySubmitter> submitter_;
  std::unique_ptr<feed::Pipeline> pipeline_;
  /// Goes first: its operations port asks the workers.
  std::unique_ptr<service::Desk> desk_;
  std::mutex mutex_;
  std::condition_variable wake_;
  bool stopping_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace tradelane::shanghai
