// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <atomic>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <thread>
#include <unordered_set>
#include <vector>

#include "chaincode/shim/transaction.hpp"
#include "chaincode/shim/watchdog.hpp"

namespace tradelane::shim {

/// Threads that run transactions, for chaincodes whose own work is what takes time. A transaction
/// stays on the thread that began it. What happens to transactions is handed over in batches, and
/// so is what they want next: a lock and a wake-up for each batch, not for each message.
class Workers {
 public:
  struct Job {
    std::shared_ptr<Transaction> transaction;
    Transaction::Delivery delivery = {};
  };
  struct Done {
    std::shared_ptr<Transaction> transaction;
    Transaction::Step step = {};
  };
  /// Where a batch came from.
  class Sender {
   public:
    virtual ~Sender() = default;
    /// What the transactions of its jobs want next, in order for each of them. Called on a worker.
    virtual void take(std::vector<Done> steps) = 0;
  };

  /// `watchdog` outlives the workers.
  Workers(std::size_t count, Watchdog& watchdog);
  ~Workers();
  Workers(const Workers&) = delete;
  Workers& operator=(const Workers&) = delete;

  std::size_t size() const { return workers_.size(); }
  /// The worker for a new transaction: the one with the fewest that is not stuck. It counts from
  /// now on until it has ended.
  std::size_t pick();
  /// Hands jobs to a worker. A transaction goes to one worker only.
  void give(std::size_t worker, std::vector<Job> jobs, std::shared_ptr<Sender> sender);
  /// Abandons what runs and ends the threads; nothing may be given any more. Waits for transactions
  /// that do not return. May be called again, also by several threads at once.
  void stop();

 private:
  struct Batch {
    std::vector<Job> jobs;
    std::shared_ptr<Sender> sender;
  };
  class Worker;

  std::vector<std::unique_ptr<Worker>> workers_;
};

}  // namespace tradelane::shim
