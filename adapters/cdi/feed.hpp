// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <chrono>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <variant>

#include "adapters/cdi/map.hpp"
#include "adapters/feed/pipeline.hpp"

/// Acts of owners on their way to the ledger: into the inbox at once, onto the ledger in the order
/// of each consent, and the ledger's decision back to whoever waits.
namespace tradelane::cdi {

/// Stored, and the outcome is not known yet.
struct Pending {
  /// It waits for a person: a dead letter that is no refusal.
  bool held = false;
};
using Progress = std::variant<ActAnswer, Error, Pending>;

/// Safe from any thread. What is passed in outlives it.
class ConsentFeed {
 public:
  struct Ports {
    feed::Store& store;
    feed::Pipeline& pipeline;
    Log& log;
  };
  explicit ConsentFeed(Ports ports) : ports_(ports) {}

  /// Durable when it returns. An act that came before is not taken again, unless it was refused:
  /// that has left nothing behind, so it is tried afresh. RECORD_CONFLICT when another signature
  /// for the same act is under way or done; ARG_LIMIT when the inbox is full.
  Result<> take(const Act& act);

  /// What has become of an act that was taken.
  Progress progress(const Act& act) const;
  /// The same, as soon as it is known, or when `within` is over or `close` was called.
  Progress await(const Act& act, feed::Milliseconds within);

  /// A consent with something to be worked on that nobody works on, after `wait` at the latest;
  /// absent when there is none. As often as that it also looks for what was put off and is due.
  std::optional<std::string> next(feed::Milliseconds wait);
  /// Brings what is due of one consent onto the ledger, in order. A grant that the ledger refuses
  /// takes its acknowledgement along.
  void work(const std::string& source);

  /// Nobody waits any longer.
  void close();

 private:
  class Claim;
  void settle(const std::string& source);
  void look_for_due();
  void enqueue(const std::string& source);

  Ports ports_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::string> queue_;
  std::set<std::string> claimed_;
  std::chrono::steady_clock::time_point look_again_ = {};
  bool closed_ = false;
};

}  // namespace tradelane::cdi
