// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "adapters/cli/web/block_index.hpp"
#include "adapters/gateway/blocks.hpp"

namespace tradelane::cli::web {

using BlockPointer = std::shared_ptr<const gateway::Block>;

/// How far the feed is.
struct FeedState {
  /// The first block that was asked for, and the oldest one that is indexed.
  std::uint64_t from = 0;
  std::optional<std::uint64_t> indexed_from = {};
  /// Absent before the first block.
  std::optional<std::uint64_t> newest = {};
  /// The newest of the channel when the feed began: until then it catches up.
  std::uint64_t newest_at_start = 0;
  std::size_t references = 0;
  bool has_dropped = false;
  /// Why no blocks come at the moment; "" while they do.
  std::string problem = {};
};

struct FeedLimits {
  std::size_t references = BlockIndex::most_references;
  /// Blocks that are kept whole; older ones are asked for again.
  std::size_t blocks = 1'000;
  std::size_t block_bytes = 64 * 1024 * 1024;
  /// Before a stream that was refused is opened again.
  gateway::Duration pause = std::chrono::seconds(5);
};

/// Reads a channel's blocks for as long as it lives, on a thread of its own, across lost streams;
/// keeps the newest ones, and an index of all. Every function is safe from any thread.
class BlockFeed {
 public:
  /// Reads on from block `from`. `newest`: of the channel, now. `peer` outlives the feed.
  BlockFeed(gateway::Blocks& peer, std::string channel, std::uint64_t from, std::uint64_t newest,
            FeedLimits limits = {});
  ~BlockFeed();
  BlockFeed(const BlockFeed&) = delete;
  BlockFeed& operator=(const BlockFeed&) = delete;

  FeedState state() const;
  std::vector<Place> find(const std::string& id) const;
  std::optional<Place> transaction(const std::string& id) const;
  std::vector<Known> search(const std::string& part, std::size_t most) const;

  /// One that is still kept; null otherwise.
  BlockPointer kept(std::uint64_t number) const;
  /// Asks the peer for `from` to `to`, which must exist. A failure when it gives fewer.
  gateway::Outcome<std::vector<BlockPointer>, gateway::EventsFailure> load(std::uint64_t from,
                                                                           std::uint64_t to) const;

  /// Until there is a block `number`, at most `most`. False when there is none, and at once after
  /// `stop`.
  bool wait_for(std::uint64_t number, gateway::Duration most) const;
  /// Ends the reading and every wait.
  void stop();

 private:
  void read();
  /// Until the stream ends for good: why.
  std::string read_stream(std::uint64_t from);
  void take(gateway::Block block);
  void set_problem(const std::string& problem);

  gateway::Blocks& peer_;
  const std::string channel_;
  const FeedLimits limits_;

  mutable std::mutex mutex_;
  mutable std::condition_variable changed_;
  FeedState state_;
  BlockIndex index_;
  std::deque<BlockPointer> blocks_;
  std::size_t block_bytes_ = 0;
  bool stopping_ = false;
  std::unique_ptr<gateway::BlockStream> stream_;
  std::thread thread_;
};

}  // namespace tradelane::cli::web
