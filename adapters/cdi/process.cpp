// SPDX-License-Identifier: Apache-2.0
#include "adapters/cdi/process.hpp"

namespace tradelane::cdi {
namespace {

/// Consents that are brought onto the ledger at once.
constexpr int workers = 4;
constexpr feed::Milliseconds look_again{200};
constexpr std::chrono::seconds after_a_fault{1};

Timestamp now() { return {feed::wall_clock() / 1000}; }

std::variant<gateway::Call, feed::Failure> make_call(const service::Config& config,
                                                     const feed::Item& item) {
  const Submission submission = submission_of(item.payload);
  return service::call_of(config, submission.transaction, canonical(submission.args));
}

Error about(const std::string& key, Error error) {
  error.detail = key + ": " + error.detail;
  return error;
}

}  // namespace

Result<std::unique_ptr<service::Running>> Process::start(const Config& config) {
  if (const auto usable = check(config); !usable) return usable.error();
  std::unique_ptr<Process> process(new Process(config));
  if (const auto opened = process->open(); !opened) return opened.error();
  process->make_parts();
  if (const auto serving = process->serve(); !serving) return serving.error();
  for (int i = 0; i < workers; ++i)
    process->threads_.emplace_back([&running = *process] { running.work(); });
  return std::unique_ptr<service::Running>(std::move(process));
}

Process::~Process() { stop(); }

Result<> Process::open() {
  const auto text = read_text("clients", config_.clients);
  if (!text) return text.error();
  auto clients = read_clients(*text);
  if (!clients) return about("clients", clients.error());
  clients_ = std::move(*clients);
  if (const auto client = http::make_client(node_options(config_)); !client)
    return about("node", client.error());
  auto desk = service::Desk::open(config_.common);
  if (!desk) return desk.error();
  desk_ = std::move(*desk);
  return Done{};
}

void Process::make_parts() {
  submitter_ = std::make_unique<service::GatewaySubmitter>(
      desk_->gateway(),
      [common = config_.common](const feed::Item& item) { return make_call(common, item); });
  pipeline_ = std::make_unique<feed::Pipeline>(
      feed::Pipeline::Ports{desk_->store(), *submitter_, desk_->log()},
      service::retry_policy(config_.common));
  feed_ =
      std::make_unique<ConsentFeed>(ConsentFeed::Ports{desk_->store(), *pipeline_, desk_->log()});
  ledger_ = std::make_unique<GatewayReads>(
      desk_->gateway(), GatewayReads::Target{.channel = config_.common.channel,
                                             .chaincode = config_.common.chaincode});
  node_ = std::make_unique<HttpNode>(
      [options = node_options(config_)] { return *http::make_client(options); });
  deliveries_ = std::make_unique<Deliveries>(deliveries_file(config_));
  delivery_ = std::make_unique<DeliveryDesk>(
      DeliveryDesk::Ports{*ledger_, *node_, *deliveries_, now}, config_.ttl_s);
  api_ =
      std::make_unique<Api>(Api::Ports{clients_, *feed_, *delivery_, *ledger_, desk_->log(), now},
                            ApiOptions{.wait = std::chrono::seconds(config_.wait_s)});
}

Result<> Process::serve() {
  auto options = server_options(config_);
  if (!options) return options.error();
  server_ = std::make_unique<http::Server>(
      std::move(*options), [this](const http::Request& request) { return api_->handle(request); },
      desk_->log());
  if (const auto listening = server_->start(); !listening) return listening.error();
  return desk_->serve("tradelane-cdi", {}, [this] {
    const feed::Counts counts = desk_->store().counts();
    return Json::Object{{"acts", Json::Object{{"waiting", counts.waiting},
                                              {"done", counts.done},
                                              {"dead", counts.dead},
                                              {"abandoned", counts.abandoned}}}};
  });
}

Json::Object Process::ready() const {
  const service::Address listen{.host = config_.listen.host, .port = server_->port()};
  return {{"listen", listen.text()}, {"operations", desk_->operations_address()}};
}

/// Until `stop`. A fault is of one act or of the disk: told, and tried again.
void Process::work() {
  const auto stopping = [this] { return stopping_; };
  for (std::unique_lock lock(mutex_); !stopping_; lock.lock()) {
    lock.unlock();
    try {
      if (const auto source = feed_->next(look_again)) feed_->work(*source);
    } catch (const Fault& fault) {
      desk_->log().error("cdi_fault", {{"reason", fault.what()}});
      lock.lock();
      wake_.wait_for(lock, after_a_fault, stopping);
      lock.unlock();
    }
  }
}

void Process::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  if (feed_) feed_->close();
  if (server_) server_->stop();
  for (std::thread& thread : threads_)
    if (thread.joinable()) thread.join();
}

}  // namespace tradelane::cdi
