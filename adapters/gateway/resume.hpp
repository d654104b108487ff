// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <functional>
#include <memory>

#include "adapters/gateway/blocks.hpp"
#include "adapters/gateway/gateway.hpp"
#include "chaincode/crypto/random.hpp"

/// Streams that are opened again when they are lost, at the very place: nothing is missing and
/// nothing comes twice. No official client does that; who does not ask for it gets none of it.
/// Thread rule: that of Stream. The port that is passed outlives the stream.
namespace tradelane::gateway {

struct ResumePolicy {
  /// A stream that fails so often in a row, with nothing received between, stays failed.
  int attempts = 10;
  /// The wait before it is opened again doubles from `first` to `longest`.
  Duration first = std::chrono::milliseconds(200);
  Duration longest = std::chrono::seconds(30);
  /// From 0 to 999: how much of the second half of a wait is waited, in thousandths.
  std::function<int()> jitter = crypto::random_thousandths;
  /// Told of each loss before the wait: for a log, or a metric.
  std::function<void(const Failure&)> on_loss = {};
  /// Waits in place of the stream's own wait, which `cancel` cuts short.
  std::function<void(Duration)> wait = {};
};

/// A failure of a stream that opening it again may mend. A peer that refuses will refuse again.
bool may_resume(const Failure& failure);

/// GW_CONFIG for a request without a position: what happened between the loss and the second
/// opening could not be told from what was before the first. `position_now` gives one. A deadline
/// counts from here, over all openings.
Result<std::unique_ptr<EventStream>> resuming(Gateway& gateway, const EventsRequest& request,
                                              ResumePolicy policy = {});
Result<std::unique_ptr<BlockStream>> resuming_blocks(Blocks& blocks, const BlocksRequest& request,
                                                     ResumePolicy policy = {});
Result<std::unique_ptr<FilteredBlockStream>> resuming_filtered_blocks(Blocks& blocks,
                                                                      const BlocksRequest& request,
                                                                      ResumePolicy policy = {});
Result<std::unique_ptr<BlockAndPrivateDataStream>> resuming_blocks_and_private_data(
    Blocks& blocks, const BlocksRequest& request, ResumePolicy policy = {});

}  // namespace tradelane::gateway
