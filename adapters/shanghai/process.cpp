// SPDX-License-Identifier: Apache-2.0
#include "adapters/shanghai/process.hpp"

#include "adapters/shanghai/feed.hpp"

namespace tradelane::shanghai {
namespace {

constexpr const char* transaction = "evidence:Submit";

std::variant<gateway::Call, feed::Failure> make_call(const service::Config& config,
                                                     const feed::Item& item) {
  const auto arguments = arguments_of(item.payload);
  if (!arguments) return service::failure_of(arguments.error());
  return service::call_of(config, transaction, canonical(*arguments));
}

}  // namespace

Result<std::unique_ptr<service::Running>> Process::start(const Config& config) {
  if (const auto usable = check(config); !usable) return usable.error();
  std::unique_ptr<Process> process(new Process(config));
  auto desk = service::Desk::open(config.common);
  if (!desk) return desk.error();
  process->desk_ = std::move(*desk);
  process->submitter_ = std::make_unique<service::GatewaySubmitter>(
      process->desk_->gateway(),
      [common = config.common](const feed::Item& item) { return make_call(common, item); });
  process->pipeline_ = std::make_unique<feed::Pipeline>(
      feed::Pipeline::Ports{process->desk_->store(), *process->submitter_, process->desk_->log()},
      service::retry_policy(config.common));
  for (const std::string& feed : config.feeds)
    if (const auto added = process->add_feed(feed); !added) return added.error();
  if (const auto serving = process->serve(); !serving) return serving.error();
  for (const auto& worker : process->workers_)
    process->threads_.emplace_back([&running = *process, &one = *worker] { running.run(one); });
  return std::unique_ptr<service::Running>(std::move(process));
}

Process::~Process() { stop(); }

Result<> Process::add_feed(const std::string& feed) {
  auto client = http::make_client(service::client_options(config_.node));
  if (!client) {
    Error error = client.error();
    error.detail = "node: " + error.detail;
    return error;
  }
  clients_.push_back(std::move(*client));
  workers_.push_back(std::make_unique<FeedWorker>(
      FeedWorker::Ports{desk_->store(), *pipeline_, *clients_.back(), desk_->log()},
      FeedWorker::Settings{.id = feed,
                           .page = static_cast<int>(config_.page),
                           .poll = feed::Milliseconds(config_.poll_ms),
                           .retry = service::retry_policy(config_.common)}));
  return Done{};
}

Result<> Process::serve() {
  return desk_->serve("tradelane-shanghai", config_.feeds, [this] { return status(); });
}

Json::Object Process::status() const {
  Json::Object feeds;
  for (const auto& worker : workers_) {
    const auto progress = worker->progress();
    feeds.emplace(worker->id(), Json::Object{{"cursor", desk_->store().cursor(worker->id())},
                                             {"pulledMs", progress.pulled_ms},
                                             {"trouble", progress.trouble}});
  }
  return {{"feeds", std::move(feeds)}};
}

Json::Object Process::ready() const {
  return {{"operations", desk_->operations_address()},
          {"node", config_.node.url},
          {"feeds", Json::Array(config_.feeds.begin(), config_.feeds.end())}};
}

void Process::run(FeedWorker& worker) {
  for (;;) {
    const feed::Milliseconds wait = worker.turn();
    std::unique_lock lock(mutex_);
    if (wake_.wait_for(lock, wait, [this] { return stopping_; })) return;
  }
}

void Process::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  for (std::thread& thread : threads_)
    if (thread.joinable()) thread.join();
}

}  // namespace tradelane::shanghai
