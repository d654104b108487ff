// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <memory>

#include "adapters/gateway/block.hpp"
#include "adapters/gateway/gateway.hpp"

/// The blocks of a channel, from a peer's Deliver service.
namespace tradelane::gateway {

using BlockStream = Stream<Block>;
using FilteredBlockStream = Stream<FilteredBlock>;
using BlockAndPrivateDataStream = Stream<BlockAndPrivateData>;

/// Port to the Deliver service of a peer for one identity. Safe from any thread. What the peer says
/// with a status of blocks comes as the gRPC code that means the same: 400 INVALID_ARGUMENT, 403
/// PERMISSION_DENIED, 404 NOT_FOUND, 503 UNAVAILABLE.
class Blocks {
 public:
  virtual ~Blocks() = default;

  /// Whole blocks.
  virtual std::unique_ptr<BlockStream> blocks(const BlocksRequest& request) = 0;
  /// Ids, verdicts and names of events only: for readers whose rights, or whose line, are narrow.
  virtual std::unique_ptr<FilteredBlockStream> filtered_blocks(const BlocksRequest& request) = 0;
  /// With what the peer has of private collections to which the reader's organisation belongs.
  virtual std::unique_ptr<BlockAndPrivateDataStream> blocks_and_private_data(
      const BlocksRequest& request) = 0;
};

/// Over gRPC; the certificate by which `connection` speaks TLS is bound to each request.
std::unique_ptr<Blocks> make_block_client(const Connection& connection, ClientOptions options);

/// Behind the newest block: where to begin with what is yet to come, in a form that can be kept.
Outcome<Checkpoint, EventsFailure> position_now(Blocks& blocks, const std::string& channel);

}  // namespace tradelane::gateway
