// SPDX-License-Identifier: Apache-2.0
#include "chaincode/server/metrics.hpp"

namespace tradelane::server {
namespace {

using operations::Metrics;
using shim::Counters;

Metrics::Labels with(Metrics::Labels labels, const std::string& name, const std::string& value) {
  labels.emplace(name, value);
  return labels;
}

}  // namespace

void add_shim_metrics(Metrics& metrics, const Counters& counters, const Metrics::Labels& labels) {
  const auto read = [&counters](auto Counters::*member) {
    return [&counters, member] { return static_cast<double>((counters.*member).load()); };
  };
  const Metrics::Family transactions{"tradelane_transactions_total",
                                     "Transactions that have ended, by how."};
  const std::pair<const char*, decltype(&Counters::completed)> outcomes[] = {
      {"completed", &Counters::completed},
      {"refused", &Counters::refused},
      {"failed", &Counters::failed},
      {"abandoned", &Counters::abandoned}};
  for (const auto& [outcome, member] : outcomes)
    metrics.counter(transactions, read(member), with(labels, "outcome", outcome));
  metrics.gauge({"tradelane_transactions_in_flight", "Transactions that are running."},
                read(&Counters::in_flight), labels);
  metrics.gauge({"tradelane_ready_streams", "Streams of peers that may send transactions."},
                read(&Counters::ready_streams), labels);
}

}  // namespace tradelane::server
