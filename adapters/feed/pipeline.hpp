// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <condition_variable>
#include <mutex>
#include <set>

#include "adapters/feed/store.hpp"
#include "chaincode/base/log.hpp"

namespace tradelane::feed {

/// How long to fight for an item. Source: reliability.md 4.1 and 4.2.
struct RetryPolicy {
  /// An item becomes a dead letter when it has failed so often and is that old.
  std::int64_t attempts = 12;
  Milliseconds give_up_after = std::chrono::hours(24);
  /// The wait doubles from `first` to `longest`.
  Milliseconds first = Milliseconds(200);
  Milliseconds longest = std::chrono::seconds(60);
  /// How long to ask for the outcome before and after sending.
  Milliseconds ask_within = std::chrono::seconds(3);
  Milliseconds status_within = std::chrono::seconds(20);
  /// From 0 to 999: how much of the second half of a wait is waited, in thousandths.
  std::function<int()> jitter = {};
};

/// The wait after the `attempts`-th failure.
Milliseconds backoff(const RetryPolicy& policy, std::int64_t attempts);

/// Brings items onto the ledger, each at most once. Safe from any thread; one item is worked on by
/// one thread at a time. `store`, `submitter` and `log` outlive it.
class Pipeline {
 public:
  struct Ports {
    Store& store;
    Submitter& submitter;
    Log& log;
    Clock clock = wall_clock;
  };
  Pipeline(Ports ports, RetryPolicy policy) : ports_(ports), policy_(std::move(policy)) {}

  /// One attempt at this item now, due or not; nothing when it does not wait. What is known of it
  /// afterwards.
  Record work(std::int64_t id);

  /// One attempt at the oldest item of `source`, in order: nothing while that one is a dead letter
  /// or not due. True when an attempt was made.
  bool step(const std::string& source);

  /// One attempt at each waiting item that is due, of any source and in no order that matters, but
  /// at `most` so many. How many were attempted.
  std::size_t sweep(std::size_t most);

 private:
  class Claim;
  void attempt(const Item& item);
  std::variant<Committed, Failure> resolve(const Envelope& envelope);
  std::variant<Committed, Failure> send(const Envelope& envelope);
  void settle(const Item& item, const Envelope& envelope,
              const std::variant<Committed, Failure>& outcome);
  void fail(const Item& item, const Failure& failure);

  Ports ports_;
  RetryPolicy policy_;
  std::mutex mutex_;
  std::condition_variable released_;
  std::set<std::int64_t> claimed_;
};

}  // namespace tradelane::feed
