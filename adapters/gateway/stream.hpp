// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "adapters/gateway/outcome.hpp"

namespace tradelane::gateway {

/// What a peer sends one after the other, in ledger order. `next` is for one thread, `cancel` for
/// any; destruction cancels.
template <class T>
class Stream {
 public:
  virtual ~Stream() = default;
  /// Waits for one. Afterwards a stream that failed, ran out of time (DEADLINE_EXCEEDED), was
  /// cancelled (CANCELLED) or has given all that was asked for (OUT_OF_RANGE) gives the same
  /// failure for ever: open a new one at the checkpoint, or see resume.hpp.
  virtual Outcome<T, EventsFailure> next() = 0;
  virtual void cancel() = 0;
};

}  // namespace tradelane::gateway
