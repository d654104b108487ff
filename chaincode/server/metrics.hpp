// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <functional>

#include "chaincode/operations/metrics.hpp"
#include "chaincode/shim/counters.hpp"
#include "chaincode/shim/settings.hpp"

namespace tradelane::server {

/// What the shim counts for one package id, and the bounds that it is held against, as
/// `tradelane_...` numbers with these labels. `counters` outlives `metrics`.
void add_shim_metrics(operations::Metrics& metrics, const shim::Counters& counters,
                      const shim::Settings& settings, const operations::Metrics::Labels& labels);
/// What the threads of all package ids are, and how many of them are stuck. `stuck` is called as
/// long as `metrics` is read.
void add_thread_metrics(operations::Metrics& metrics, const shim::Settings& settings,
                        std::function<std::size_t()> stuck);

}  // namespace tradelane::server
