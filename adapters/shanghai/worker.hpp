// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <mutex>
#include <string>

#include "adapters/feed/pipeline.hpp"
#include "adapters/http/client.hpp"
#include "adapters/shanghai/feed.hpp"

namespace tradelane::shanghai {

/// Works one feed of the node: brings what it has pulled onto the ledger in the feed's order, and
/// pulls the next page once that is settled. So an inbox that does not empty, and a record that can
/// never pass, stop the pulling: what follows could not pass either, its numbers come after.
class FeedWorker {
 public:
  struct Ports {
    feed::Store& store;
    feed::Pipeline& pipeline;
    http::Client& node;
    Log& log;
    feed::Clock clock = feed::wall_clock;
  };
  struct Settings {
    std::string id = {};
    int page = 100;
    feed::Milliseconds poll = std::chrono::seconds(5);
    /// For the waits between failures.
    feed::RetryPolicy retry = {};
  };
  /// How it stands with the pulling.
  struct Progress {
    /// Of the last page; 0 when there was none.
    std::int64_t pulled_ms = 0;
    /// "" unless the last pull failed, or something broke.
    std::string trouble = {};
  };

  FeedWorker(Ports ports, Settings settings)
      : ports_(std::move(ports)), settings_(std::move(settings)) {}

  /// Does the next thing that is due, and says how long nothing else will be: zero when there may
  /// be more. For one thread. Never throws: a fault is trouble, and tried again.
  feed::Milliseconds turn();

  const std::string& id() const { return settings_.id; }
  /// From any thread.
  Progress progress() const;

 private:
  feed::Milliseconds work();
  feed::Milliseconds pull();
  feed::Milliseconds take(const Pull& pull, const std::string& asked);
  feed::Milliseconds blocked(const feed::Record& head);
  feed::Milliseconds until(std::int64_t due) const;
  feed::Milliseconds failed(const std::string& reason);
  void report(std::int64_t pulled_ms, const std::string& trouble);

  Ports ports_;
  Settings settings_;
  std::int64_t failures_ = 0;
  std::int64_t next_pull_ = 0;
  std::int64_t blocked_by_ = 0;
  mutable std::mutex mutex_;
  Progress progress_;
};

}  // namespace tradelane::shanghai
