// SPDX-License-Identifier: Apache-2.0
#include "chaincode/server/metrics.hpp"

namespace tradelane::server {
namespace {

using operations::Distribution;
using operations::Metrics;
using shim::Counters;

/// Adds what one object counts, always under the same labels.
class Adder {
 public:
  Adder(Metrics& metrics, const Counters& counters, const Metrics::Labels& labels)
      : metrics_(metrics), counters_(counters), labels_(labels) {}

  void counter(const Metrics::Family& family, const Counters::Count& count) {
    metrics_.counter(family, read(count), labels_);
  }
  /// One of several numbers of a family, told apart by the label `name`.
  void counter(const Metrics::Family& family, const char* name, const char* value,
               const Counters::Count& count) {
    metrics_.counter(family, read(count), with(name, value));
  }
  template <class Value>
  void gauge(const Metrics::Family& family, const std::atomic<Value>& value) {
    metrics_.gauge(
        family, [&value] { return static_cast<double>(value.load()); }, labels_);
  }
  void constant(const Metrics::Family& family, std::size_t value) {
    metrics_.gauge(
        family, [value] { return static_cast<double>(value); }, labels_);
  }
  void durations(const Metrics::Family& family) {
    std::vector<double> bounds;
    for (const auto micros : shim::duration_bounds)
      bounds.push_back(static_cast<double>(micros) / 1e6);
    const auto read = [&counters = counters_] {
      Distribution out{.sum = static_cast<double>(counters.duration_micros.load()) / 1e6};
      for (const auto& count : counters.durations) out.counts.push_back(count.load());
      return out;
    };
    metrics_.histogram(family, bounds, read, labels_);
  }

 private:
  static std::function<double()> read(const Counters::Count& count) {
    return [&count] { return static_cast<double>(count.load()); };
  }
  Metrics::Labels with(const char* name, const char* value) const {
    Metrics::Labels out = labels_;
    out.emplace(name, value);
    return out;
  }

  Metrics& metrics_;
  const Counters& counters_;
  const Metrics::Labels& labels_;
};

void add_transactions(Adder& add, const Counters& counters, const shim::Settings& settings) {
  const Metrics::Family ended{"tradelane_transactions_total",
                              "Transactions that have ended, by how."};
  add.counter(ended, "outcome", "completed", counters.completed);
  add.counter(ended, "outcome", "refused", counters.refused);
  add.counter(ended, "outcome", "failed", counters.failed);
  add.counter(ended, "outcome", "abandoned", counters.abandoned);
  const Metrics::Family not_begun{"tradelane_transactions_not_begun_total",
                                  "Of the failed transactions, those that were not begun, by why."};
  add.counter(not_begun, "reason", "busy", counters.busy);
  add.counter(not_begun, "reason", "draining", counters.draining_refused);
  add.counter(not_begun, "reason", "duplicate", counters.duplicates);
  add.counter({"tradelane_transactions_over_limit_total",
               "Of the failed transactions, those that went over a limit of one transaction."},
              counters.over_limit);
  add.gauge({"tradelane_transactions_in_flight", "Transactions that are running."},
            counters.in_flight);
  add.constant({"tradelane_transactions_most", "Transactions that one peer may have running."},
               settings.transactions);
  add.durations({"tradelane_transaction_seconds",
                 "From the arrival of a transaction to its end, in seconds."});
}

void add_requests(Adder& add, const Counters& counters) {
  add.counter({"tradelane_round_trips_total", "Requests to peers."}, counters.round_trips);
  const Metrics::Family saved{"tradelane_round_trips_saved_total",
                              "Requests that were not needed, by what made them so."};
  add.counter(saved, "by", "batch", counters.saved_by_batches);
  add.counter(saved, "by", "cache", counters.saved_by_cache);
  add.counter(saved, "by", "multi_get", counters.saved_by_multi_get);
  add.counter(
      {"tradelane_unanswered_requests_total", "Requests that a peer did not answer in time."},
      counters.unanswered_requests);
}

void add_messages(Adder& add, const Counters& counters) {
  const Metrics::Family messages{"tradelane_messages_total", "Messages of the protocol."};
  add.counter(messages, "direction", "received", counters.messages_received);
  add.counter(messages, "direction", "sent", counters.messages_sent);
  const Metrics::Family bytes{"tradelane_message_bytes_total", "Their size, in bytes."};
  add.counter(bytes, "direction", "received", counters.bytes_received);
  add.counter(bytes, "direction", "sent", counters.bytes_sent);
  const Metrics::Family ignored{"tradelane_messages_ignored_total",
                                "Messages of peers that were of no use, by why."};
  for (std::size_t i = 0; i < counters.ignored.size(); ++i)
    add.counter(ignored, "reason", shim::ignored_names.at(i), counters.ignored.at(i));
}

void add_streams(Adder& add, const Counters& counters) {
  add.counter({"tradelane_streams_total", "Streams of peers that were opened."}, counters.streams);
  add.gauge({"tradelane_ready_streams", "Streams of peers that may send transactions."},
            counters.ready_streams);
  add.counter({"tradelane_handshake_timeouts_total",
               "Streams whose peer did not accept the package id in time."},
              counters.handshake_timeouts);
}

}  // namespace

void add_shim_metrics(Metrics& metrics, const Counters& counters, const shim::Settings& settings,
                      const Metrics::Labels& labels) {
  Adder add(metrics, counters, labels);
  add_transactions(add, counters, settings);
  add_requests(add, counters);
  add_messages(add, counters);
  add_streams(add, counters);
}

void add_thread_metrics(Metrics& metrics, const shim::Settings& settings,
                        std::function<std::size_t()> stuck) {
  metrics.gauge({"tradelane_workers", "Threads that only run transactions."},
                [count = settings.workers] { return static_cast<double>(count); });
  metrics.gauge({"tradelane_stuck_threads", "Threads that do not come out of a transaction."},
                [stuck = std::move(stuck)] { return static_cast<double>(stuck()); });
}

}  // namespace tradelane::server
