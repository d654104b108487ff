// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <functional>

#include "adapters/gateway/gateway.hpp"
#include "tests/bench/shim/load.hpp"

namespace tradelane::bench {

/// What the client of one slot asks for, again and again.
using CallOfSlot = std::function<gateway::Call(std::size_t slot)>;

/// Keeps `options.in_flight` evaluations going, each client on a thread of its own, which waits
/// for an answer before it asks again. `begun` and `ended` are called at the edges of what is
/// measured. Throws `RunFailed` when an answer is a refusal.
LoadResult evaluate(gateway::Gateway& gateway, const LoadOptions& options, const CallOfSlot& call,
                    const std::function<void()>& begun, const std::function<void()>& ended);

}  // namespace tradelane::bench
