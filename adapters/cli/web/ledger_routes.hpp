// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "adapters/cli/web/block_feed.hpp"
#include "adapters/cli/web/chaincode.hpp"
#include "adapters/http/message.hpp"

namespace tradelane::cli::web {

/// What the page asks of the ledger itself. Safe from any thread.
class LedgerRoutes {
 public:
  static constexpr std::uint64_t most_blocks = 100;
  static constexpr std::uint64_t longest_wait_s = 25;
  static constexpr std::size_t most_found = 50;
  static constexpr std::size_t most_mentions = 100;
  /// Of one answer; a block more may make it longer.
  static constexpr std::size_t enough_bytes = 16 * 1024 * 1024;

  /// What is passed outlives this.
  LedgerRoutes(BlockFeed& feed, gateway::Gateway& gateway, Chaincode& chaincode,
               std::string channel);

  /// `from` to `to` (by default as many as there are, at most 100), each as `tradelane blocks
  /// --output json` prints it, and `newest`. With `wait`, so many seconds for the first of them.
  http::Response blocks(const http::Request& request);
  /// A transaction by its id, also of a block before those that were read.
  http::Response transaction(const std::string& id);
  /// The transactions that speak of `id`, the newest 100, oldest first.
  http::Response mentions(const http::Request& request);
  /// Ids that hold `q`, those first that begin with it, at most 50; and the block of this number.
  http::Response search(const http::Request& request);

 private:
  http::Response give_blocks(std::uint64_t from, std::uint64_t to);
  gateway::Outcome<std::vector<BlockPointer>, gateway::EventsFailure> get(std::uint64_t from,
                                                                          std::uint64_t to) const;
  BlockPointer find_block(std::uint64_t number) const;
  http::Response show(const BlockPointer& block, const Place& place);
  http::Response look_further(const std::string& id);

  BlockFeed& feed_;
  gateway::Gateway& gateway_;
  Chaincode& chaincode_;
  const std::string channel_;
};

}  // namespace tradelane::cli::web
