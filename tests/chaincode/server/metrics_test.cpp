// SPDX-License-Identifier: Apache-2.0
#include "chaincode/server/metrics.hpp"

#include <doctest/doctest.h>

using namespace tradelane;

namespace {

/// Another number in each.
void fill(shim::Counters& counters) {
  std::uint64_t next = 0;
  for (auto* count : {&counters.completed,
                      &counters.refused,
                      &counters.failed,
                      &counters.abandoned,
                      &counters.busy,
                      &counters.draining_refused,
                      &counters.duplicates,
                      &counters.round_trips,
                      &counters.saved_by_batches,
                      &counters.saved_by_cache,
                      &counters.saved_by_multi_get,
                      &counters.unanswered_requests,
                      &counters.messages_received,
                      &counters.messages_sent,
                      &counters.bytes_received,
                      &counters.bytes_sent,
                      &counters.ignored[0],
                      &counters.ignored[1],
                      &counters.ignored[2],
                      &counters.streams,
                      &counters.handshake_timeouts,
                      &counters.over_limit})
    *count = ++next;
  counters.in_flight = ++next;
  counters.ready_streams = ++next;
}

}  // namespace

TEST_CASE("server metrics: everything that the shim counts, by package id") {
  shim::Counters counters;
  fill(counters);
  operations::Metrics metrics;
  server::add_shim_metrics(metrics, counters, {.transactions = 70}, {{"package_id", "t:1"}});
  const std::string text = metrics.text();
  struct Row {
    const char* name;
    const char* label;
    int value;
  };
  const Row rows[] = {
      {"tradelane_transactions_total", "outcome=\"completed\"", 1},
      {"tradelane_transactions_total", "outcome=\"refused\"", 2},
      {"tradelane_transactions_total", "outcome=\"failed\"", 3},
      {"tradelane_transactions_total", "outcome=\"abandoned\"", 4},
      {"tradelane_transactions_not_begun_total", "reason=\"busy\"", 5},
      {"tradelane_transactions_not_begun_total", "reason=\"draining\"", 6},
      {"tradelane_transactions_not_begun_total", "reason=\"duplicate\"", 7},
      {"tradelane_round_trips_total", "", 8},
      {"tradelane_round_trips_saved_total", "by=\"batch\"", 9},
      {"tradelane_round_trips_saved_total", "by=\"cache\"", 10},
      {"tradelane_round_trips_saved_total", "by=\"multi_get\"", 11},
      {"tradelane_unanswered_requests_total", "", 12},
      {"tradelane_messages_total", "direction=\"received\"", 13},
      {"tradelane_messages_total", "direction=\"sent\"", 14},
      {"tradelane_message_bytes_total", "direction=\"received\"", 15},
      {"tradelane_message_bytes_total", "direction=\"sent\"", 16},
      {"tradelane_messages_ignored_total", "reason=\"already_ready\"", 17},
      {"tradelane_messages_ignored_total", "reason=\"without_txid\"", 18},
      {"tradelane_messages_ignored_total", "reason=\"not_waited_for\"", 19},
      {"tradelane_streams_total", "", 20},
      {"tradelane_handshake_timeouts_total", "", 21},
      {"tradelane_transactions_over_limit_total", "", 22},
      {"tradelane_transactions_in_flight", "", 23},
      {"tradelane_ready_streams", "", 24},
      {"tradelane_transactions_most", "", 70},
  };
  for (const Row& row : rows) {
    // Labels are in the order of their names.
    const std::string package = "package_id=\"t:1\"";
    const std::string label(row.label);
    const std::string labels = label.empty()     ? package
                               : label < package ? label + "," + package
                                                 : package + "," + label;
    const std::string line =
        "\n" + std::string(row.name) + "{" + labels + "} " + std::to_string(row.value) + "\n";
    CAPTURE(line);
    CHECK(text.find(line) != std::string::npos);
  }
}

TEST_CASE("server metrics: the threads of all package ids") {
  operations::Metrics metrics;
  std::size_t stuck = 0;
  server::add_thread_metrics(metrics, {.workers = 80}, [&] { return stuck; });
  CHECK(metrics.text().find("\ntradelane_workers 80\n") != std::string::npos);
  CHECK(metrics.text().find("\ntradelane_stuck_threads 0\n") != std::string::npos);
  stuck = 2;
  CHECK(metrics.text().find("\ntradelane_stuck_threads 2\n") != std::string::npos);
}

TEST_CASE("server metrics: how long transactions took, in seconds") {
  shim::Counters counters;
  counters.durations.front() = 2;  // up to 100 µs
  counters.durations.back() = 1;   // beyond every bound
  counters.duration_micros = 31'500'000;
  operations::Metrics metrics;
  server::add_shim_metrics(metrics, counters, {}, {{"package_id", "t:1"}});
  const std::string text = metrics.text();
  for (const char* line :
       {"tradelane_transaction_seconds_count{package_id=\"t:1\"} 3\n",
        "tradelane_transaction_seconds_sum{package_id=\"t:1\"} 31.5\n",
        "tradelane_transaction_seconds_bucket{package_id=\"t:1\",le=\"0.0001\"} 2\n",
        "tradelane_transaction_seconds_bucket{package_id=\"t:1\",le=\"30\"} 2\n",
        "tradelane_transaction_seconds_bucket{package_id=\"t:1\",le=\"+Inf\"} 3\n"}) {
    CAPTURE(line);
    CHECK(text.find(line) != std::string::npos);
  }
}
