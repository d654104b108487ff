// SPDX-License-Identifier: Apache-2.0
#include "chaincode/server/metrics.hpp"

#include <doctest/doctest.h>

using namespace tradelane;

TEST_CASE("server metrics: what the shim counts, by package id") {
  shim::Counters counters;
  counters.completed = 1;
  counters.refused = 2;
  counters.failed = 3;
  counters.abandoned = 4;
  counters.in_flight = 5;
  counters.ready_streams = 6;
  operations::Metrics metrics;
  server::add_shim_metrics(metrics, counters, {{"package_id", "t:1"}});
  const std::string text = metrics.text();
  for (const char* line :
       {"tradelane_transactions_total{outcome=\"completed\",package_id=\"t:1\"} 1\n",
        "tradelane_transactions_total{outcome=\"refused\",package_id=\"t:1\"} 2\n",
        "tradelane_transactions_total{outcome=\"failed\",package_id=\"t:1\"} 3\n",
        "tradelane_transactions_total{outcome=\"abandoned\",package_id=\"t:1\"} 4\n",
        "tradelane_transactions_in_flight{package_id=\"t:1\"} 5\n",
        "tradelane_ready_streams{package_id=\"t:1\"} 6\n"}) {
    CAPTURE(line);
    CHECK(text.find(line) != std::string::npos);
  }
}
