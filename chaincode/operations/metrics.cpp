// SPDX-License-Identifier: Apache-2.0
#include "chaincode/operations/metrics.hpp"

#include <algorithm>
#include <cassert>
#include <limits>

#include <prometheus/metric_family.h>
#include <prometheus/text_serializer.h>

namespace tradelane::operations {
namespace {

prometheus::ClientMetric labelled(const Metrics::Labels& labels) {
  prometheus::ClientMetric out;
  for (const auto& [name, value] : labels) out.label.push_back({name, value});
  return out;
}

prometheus::ClientMetric histogram_of(const Metrics::Labels& labels,
                                      const std::vector<double>& bounds,
                                      const Distribution& distribution) {
  assert(distribution.counts.size() == bounds.size() + 1);
  prometheus::ClientMetric out = labelled(labels);
  auto& histogram = out.histogram;
  for (std::size_t i = 0; i < distribution.counts.size(); ++i) {
    histogram.sample_count += distribution.counts[i];
    const double bound = i < bounds.size() ? bounds[i] : std::numeric_limits<double>::infinity();
    histogram.bucket.push_back({histogram.sample_count, bound});
  }
  histogram.sample_sum = distribution.sum;
  return out;
}

}  // namespace

Metrics::Entry& Metrics::entry(const Family& family, Kind kind) {
  const auto known = std::find_if(entries_.begin(), entries_.end(), [&](const Entry& entry) {
    return entry.family.name == family.name;
  });
  if (known != entries_.end()) {
    assert(known->kind == kind);
    return *known;
  }
  return entries_.emplace_back(Entry{.family = family, .kind = kind});
}

void Metrics::counter(const Family& family, std::function<double()> read, const Labels& labels) {
  entry(family, Kind::counter).numbers.push_back({labels, std::move(read)});
}

void Metrics::gauge(const Family& family, std::function<double()> read, const Labels& labels) {
  entry(family, Kind::gauge).numbers.push_back({labels, std::move(read)});
}

void Metrics::histogram(const Family& family, const std::vector<double>& bounds,
                        std::function<Distribution()> read, const Labels& labels) {
  Entry& entry = this->entry(family, Kind::histogram);
  assert(entry.spreads.empty() || entry.bounds == bounds);
  entry.bounds = bounds;
  entry.spreads.push_back({labels, std::move(read)});
}

std::string Metrics::text() const {
  std::vector<prometheus::MetricFamily> families;
  for (const Entry& entry : entries_) {
    prometheus::MetricFamily family{.name = entry.family.name,
                                    .help = entry.family.help,
                                    .type = entry.kind == Kind::counter
                                                ? prometheus::MetricType::Counter
                                                : prometheus::MetricType::Gauge,
                                    .metric = {}};
    for (const Number& number : entry.numbers) {
      auto metric = labelled(number.labels);
      (entry.kind == Kind::counter ? metric.counter.value : metric.gauge.value) = number.read();
      family.metric.push_back(std::move(metric));
    }
    if (entry.kind == Kind::histogram) family.type = prometheus::MetricType::Histogram;
    for (const Spread& spread : entry.spreads)
      family.metric.push_back(histogram_of(spread.labels, entry.bounds, spread.read()));
    families.push_back(std::move(family));
  }
  return prometheus::TextSerializer().Serialize(families);
}

Page Metrics::page() const {
  return [this] {
    return Answer{.body = text(), .content_type = "text/plain; version=0.0.4; charset=utf-8"};
  };
}

}  // namespace tradelane::operations
