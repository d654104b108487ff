// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "chaincode/operations/metrics.hpp"
#include "chaincode/shim/counters.hpp"
#include "chaincode/shim/settings.hpp"

namespace tradelane::server {

/// What the shim counts, and the bounds that it is held against, as `tradelane_...` numbers with
/// these labels. `counters` outlives `metrics`.
void add_shim_metrics(operations::Metrics& metrics, const shim::Counters& counters,
                      const shim::Settings& settings, const operations::Metrics::Labels& labels);

}  // namespace tradelane::server
