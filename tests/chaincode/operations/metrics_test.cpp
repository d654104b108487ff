// SPDX-License-Identifier: Apache-2.0
#include "chaincode/operations/metrics.hpp"

#include <doctest/doctest.h>

using namespace tradelane;
using operations::Distribution;
using operations::Metrics;

TEST_CASE("metrics: each family with its help, its kind and what is counted now") {
  Metrics metrics;
  double calls = 1;
  metrics.counter({"calls_total", "Calls."}, [&] { return calls; }, {{"outcome", "completed"}});
  metrics.gauge({"open", "Open streams."}, [] { return 2.5; });
  metrics.counter({"calls_total", "Calls."}, [] { return 7.0; }, {{"outcome", "a \"b\"\n"}});
  calls = 41;
  CHECK(metrics.text() ==
        "# HELP calls_total Calls.\n"
        "# TYPE calls_total counter\n"
        "calls_total{outcome=\"completed\"} 41\n"
        "calls_total{outcome=\"a \\\"b\\\"\\n\"} 7\n"
        "# HELP open Open streams.\n"
        "# TYPE open gauge\n"
        "open 2.5\n");
  const auto answer = metrics.page().get();
  CHECK(answer.content_type == "text/plain; version=0.0.4; charset=utf-8");
  CHECK(answer.body == metrics.text());
}

TEST_CASE("metrics: a histogram adds its buckets up") {
  Metrics metrics;
  metrics.histogram({"seconds", "How long."}, {0.5, 1}, [] {
    return Distribution{.counts = {3, 0, 2}, .sum = 12.5};
  });
  CHECK(metrics.text() ==
        "# HELP seconds How long.\n"
        "# TYPE seconds histogram\n"
        "seconds_count 5\n"
        "seconds_sum 12.5\n"
        "seconds_bucket{le=\"0.5\"} 3\n"
        "seconds_bucket{le=\"1\"} 3\n"
        "seconds_bucket{le=\"+Inf\"} 5\n");
}

TEST_CASE("metrics: a histogram of several, told apart by labels") {
  Metrics metrics;
  for (const std::uint64_t count : {3U, 4U})
    metrics.histogram({"seconds", "How long."}, {1},
                      [count] {
                        return Distribution{.counts = {count, 0}, .sum = 1};
                      },
                      {{"of", std::to_string(count)}});
  const std::string text = metrics.text();
  CHECK(text.find("seconds_count{of=\"3\"} 3\n") != std::string::npos);
  CHECK(text.find("seconds_bucket{of=\"4\",le=\"1\"} 4\n") != std::string::npos);
  CHECK(text.find("# TYPE", text.find("# TYPE") + 1) == std::string::npos);
}
