// SPDX-License-Identifier: Apache-2.0
#include "chaincode/shim/workers.hpp"

#include <algorithm>
#include <string>
#include <utility>

namespace tradelane::shim {
namespace {

using Clock = std::chrono::steady_clock;
using Kind = Transaction::Step::Kind;

/// A batch that takes longer is handed back in parts: nobody waits for the work of others.
constexpr std::chrono::microseconds longest_unsent{200};

}  // namespace

class Workers::Worker {
 public:
  explicit Worker(std::shared_ptr<Pulse> pulse)
      : pulse_(std::move(pulse)), thread_([this] { run(); }) {}
  ~Worker() { stop(); }
  Worker(const Worker&) = delete;
  Worker& operator=(const Worker&) = delete;

  void give(Batch batch) {
    {
      const std::lock_guard lock(inbox_lock_);
      inbox_.push_back(std::move(batch));
    }
    filled_.notify_one();
  }
  void stop() {
    {
      const std::lock_guard lock(inbox_lock_);
      stopping_ = true;
    }
    filled_.notify_one();
    const std::lock_guard ending(ending_);
    if (thread_.joinable()) thread_.join();
  }

  bool is_stuck() const { return pulse_->is_stuck(); }

  std::atomic<std::size_t> load = 0;  // transactions

 private:
  void run();
  void work(Batch batch);
  Done do_one(Job job);
  void abandon_all();

  std::mutex inbox_lock_;
  std::condition_variable filled_;
  std::vector<Batch> inbox_;
  bool stopping_ = false;
  std::shared_ptr<Pulse> pulse_;
  std::unordered_set<std::shared_ptr<Transaction>> running_;  // of this thread
  std::mutex ending_;                                         // of whoever stops it
  std::thread thread_;
};

void Workers::Worker::run() {
  std::vector<Batch> batches;
  for (;;) {
    {
      std::unique_lock lock(inbox_lock_);
      filled_.wait(lock, [this] { return stopping_ || !inbox_.empty(); });
      if (inbox_.empty()) break;
      batches.swap(inbox_);
    }
    for (Batch& batch : batches) work(std::move(batch));
    batches.clear();
  }
  abandon_all();
}

void Workers::Worker::work(Batch batch) {
  std::vector<Done> steps;
  auto sent = Clock::now();
  for (Job& job : batch.jobs) {
    if (Done done = do_one(std::move(job)); done.step.kind != Kind::nothing)
      steps.push_back(std::move(done));
    if (steps.empty() || Clock::now() - sent < longest_unsent) continue;
    batch.sender->take(std::exchange(steps, {}));
    sent = Clock::now();
  }
  if (!steps.empty()) batch.sender->take(std::move(steps));
}

Workers::Done Workers::Worker::do_one(Job job) {
  if (job.delivery.kind == Transaction::Delivery::Kind::begin) running_.insert(job.transaction);
  const Pulse::Inside inside(pulse_.get());
  Done done{.transaction = std::move(job.transaction)};
  done.step = done.transaction->take(std::move(job.delivery));
  if (done.step.kind == Kind::end) {
    running_.erase(done.transaction);
    --load;
  }
  return done;
}

void Workers::Worker::abandon_all() {
  for (const auto& transaction : std::exchange(running_, {}))
    do_one(
        {.transaction = transaction, .delivery = {.kind = Transaction::Delivery::Kind::abandoned}});
}

Workers::Workers(std::size_t count, Watchdog& watchdog) {
  for (std::size_t i = 0; i < count; ++i)
    workers_.push_back(std::make_unique<Worker>(watchdog.watch("worker " + std::to_string(i))));
}

Workers::~Workers() { stop(); }

std::size_t Workers::pick() {
  const auto least =
      std::min_element(workers_.begin(), workers_.end(), [](const auto& a, const auto& b) {
        return std::pair(a->is_stuck(), a->load.load()) < std::pair(b->is_stuck(), b->load.load());
      });
  ++(*least)->load;
  return static_cast<std::size_t>(least - workers_.begin());
}

void Workers::give(std::size_t worker, std::vector<Job> jobs, std::shared_ptr<Sender> sender) {
  workers_[worker]->give({.jobs = std::move(jobs), .sender = std::move(sender)});
}

void Workers::stop() {
  for (const auto& worker : workers_) worker->stop();
}

}  // namespace tradelane::shim
